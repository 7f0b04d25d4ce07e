package dev.herald.server.pubsub.node;

/**
 * An option of a node or a subscription, as XEP-0060 registers it (section 16.4). Each is one
 * constant, compared by identity.
 */
public final class Option<T> {

  private final String name;
  private final String label;
  private final OptionType<T> type;
  private final T initial;

  Option(String name, String label, OptionType<T> type, T initial) {
    this.name = "pubsub#" + name;
    this.label = label;
    this.type = type;
    this.initial = initial;
  }

  /** The field's name in a form, such as {@code pubsub#max_items}. */
  public String name() {
    return name;
  }

  /** What people see. */
  public String label() {
    return label;
  }

  public OptionType<T> type() {
    return type;
  }

  /** What it is unless it is set. */
  public T initial() {
    return initial;
  }

  @Override
  public String toString() {
    return name;
  }
}
