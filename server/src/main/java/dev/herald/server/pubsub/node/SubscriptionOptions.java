package dev.herald.server.pubsub.node;

import java.util.List;

/** The options of a subscription that this service has (XEP-0060, section 16.4.2). */
public final class SubscriptionOptions {

  public static final Option<Boolean> DELIVER =
      new Option<>("deliver", "Receive notifications", OptionType.FLAG, true);
  public static final Option<Boolean> INCLUDE_BODY =
      new Option<>("include_body", "Receive a message body as well", OptionType.FLAG, false);

  /** In the form's own text: a date and time, {@code presence}, or empty for no end. */
  public static final Option<String> EXPIRE =
      new Option<>("expire", "When the subscription ends", OptionType.TEXT, "");

  public static final Option<List<String>> SHOW_VALUES =
      new Option<>("show-values", "In which presence to notify", OptionType.TEXTS, List.of());

  /** Those that a form has, in its order. */
  public static final List<Option<?>> OF_FORMS =
      List.of(DELIVER, INCLUDE_BODY, EXPIRE, SHOW_VALUES);

  private SubscriptionOptions() {}
}
