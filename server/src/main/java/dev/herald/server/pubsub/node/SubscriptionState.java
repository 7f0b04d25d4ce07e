package dev.herald.server.pubsub.node;

import java.util.Optional;

/** XEP-0060, section 4.2. What is not there has the state {@link #NONE}. */
public enum SubscriptionState {
  NONE("none"),
  PENDING("pending"),
  UNCONFIGURED("unconfigured"),
  SUBSCRIBED("subscribed");

  private final String label;

  SubscriptionState(String label) {
    this.label = label;
  }

  /** As it stands in stanzas. */
  public String label() {
    return label;
  }

  public static Optional<SubscriptionState> of(String label) {
    for (SubscriptionState state : values()) {
      if (state.label.equals(label)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
