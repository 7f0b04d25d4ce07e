package dev.herald.server.pubsub.node;

import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The options of a subscription that this service has (XEP-0060, section 16.4.2). */
public final class SubscriptionOptions {

  public static final Option<Boolean> DELIVER =
      new Option<>("deliver", "Receive notifications", OptionType.FLAG, true);
  public static final Option<Boolean> INCLUDE_BODY =
      new Option<>("include_body", "Receive a message body as well", OptionType.FLAG, false);
  public static final Option<Expiry> EXPIRE =
      new Option<>("expire", "When the subscription ends", OptionType.EXPIRY, Expiry.NEVER);

  /** None is all, presence or not. */
  public static final Option<List<String>> SHOW_VALUES =
      new Option<>(
          "show-values",
          "In which presence to notify",
          OptionType.several(List.of("chat", "online", "away", "xa", "dnd")),
          List.of());

  /** Of collections (XEP-0248, section 6.1), as is the next: one subscription gets all items. */
  public static final Option<SubscriptionType> SUBSCRIPTION_TYPE =
      new Option<>(
          "subscription_type",
          "Whether to be told of the items of a collection's nodes, or of the nodes",
          OptionType.choice(SubscriptionType.class, type -> type.name().toLowerCase(Locale.ROOT)),
          SubscriptionType.ITEMS);

  /** How far down nodes may be in a collection; those right in it are at 1. */
  public static final Option<Integer> SUBSCRIPTION_DEPTH =
      new Option<>(
          "subscription_depth",
          "How far down to be told of a collection's nodes",
          OptionType.numberOr("all", 0, Integer.MAX_VALUE),
          Integer.MAX_VALUE);

  /** Those that a form has, in its order. */
  public static final List<Option<?>> OF_FORMS =
      List.of(DELIVER, INCLUDE_BODY, EXPIRE, SHOW_VALUES, SUBSCRIPTION_TYPE, SUBSCRIPTION_DEPTH);

  private SubscriptionOptions() {}

  /**
   * Options with those that a subscriber has submitted.
   *
   * @param texts by the options' names
   * @throws PubSubException {@link Reason#INVALID_OPTIONS} (section 6.3.6.2)
   */
  public static OptionValues submitted(OptionValues before, Map<String, List<String>> texts) {
    try {
      return before.with(texts, OF_FORMS);
    } catch (PubSubException e) {
      throw new PubSubException(Reason.INVALID_OPTIONS, String.valueOf(e.getMessage()));
    }
  }
}
