package dev.herald.server.pubsub.node;

import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of options; those that were not set have their initial value. Immutable. */
public final class OptionValues {

  public static final OptionValues INITIAL = new OptionValues(Map.of());

  private final Map<Option<?>, Object> values;

  private OptionValues(Map<Option<?>, Object> values) {
    this.values = values;
  }

  /** The value of an option. */
  @SuppressWarnings("unchecked") // with() has put it there for this option
  public <T> T get(Option<T> option) {
    Object value = values.get(option);
    return value == null ? option.initial() : (T) value;
  }

  public <T> OptionValues with(Option<T> option, T value) {
    Map<Option<?>, Object> changed = new HashMap<>(values);
    if (value.equals(option.initial())) {
      changed.remove(option);
    } else {
      changed.put(option, value);
    }
    return new OptionValues(changed);
  }

  /**
   * The same with an option that was read as text.
   *
   * @throws PubSubException for what it cannot be
   */
  public <T> OptionValues with(Option<T> option, List<String> texts) {
    T value = option.type().read().apply(texts);
    if (value == null) {
      String shown = String.join(", ", texts);
      throw new PubSubException(
          option == NodeOptions.ACCESS_MODEL
              ? Reason.UNSUPPORTED_ACCESS_MODEL
              : Reason.INVALID_OPTION,
          "'%s' was '%s'; it can be %s"
              .formatted(
                  option.name(),
                  shown.length() > 100 ? shown.substring(0, 100) + "…" : shown,
                  option.type().expected()));
    }
    return with(option, value);
  }

  /** Whether nothing was set. */
  public boolean isInitial() {
    return values.isEmpty();
  }

  /** What is not initial, as texts by name: for a store. */
  public Map<String, List<String>> texts() {
    Map<String, List<String>> texts = new TreeMap<>();
    values.keySet().forEach(option -> texts.put(option.name(), text(option)));
    return texts;
  }

  /** The value as it stands in a form. */
  public <T> List<String> text(Option<T> option) {
    return option.type().write().apply(get(option));
  }

  /**
   * The same with options that were read as texts.
   *
   * @param texts by the options' names
   * @param known those that there are
   * @throws PubSubException for an option that is not known, or cannot be this
   */
  public OptionValues with(Map<String, List<String>> texts, List<Option<?>> known) {
    OptionValues values = this;
    for (Map.Entry<String, List<String>> entry : texts.entrySet()) {
      values = values.with(named(entry.getKey(), known), entry.getValue());
    }
    return values;
  }

  private static Option<?> named(String name, List<Option<?>> known) {
    for (Option<?> option : known) {
      if (option.name().equals(name)) {
        return option;
      }
    }
    throw new PubSubException(
        Reason.INVALID_OPTION,
        "'%s' is no option here; there are: %s"
            .formatted(name, known.stream().map(Option::name).collect(Collectors.joining(", "))));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OptionValues that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return texts().toString();
  }
}
