package dev.herald.server.pubsub.node;

import java.util.Optional;

/** XEP-0060, section 4.1: what an account is to a node. */
public enum Affiliation {
  OWNER("owner"),
  PUBLISHER("publisher"),
  PUBLISH_ONLY("publish-only"),
  MEMBER("member"),
  NONE("none"),
  OUTCAST("outcast");

  private final String label;

  Affiliation(String label) {
    this.label = label;
  }

  /** As it stands in stanzas. */
  public String label() {
    return label;
  }

  public static Optional<Affiliation> of(String label) {
    for (Affiliation affiliation : values()) {
      if (affiliation.label.equals(label)) {
        return Optional.of(affiliation);
      }
    }
    return Optional.empty();
  }

  /** Whether it may read a node whose access model is whitelist. */
  public boolean isListed() {
    return this == OWNER || this == PUBLISHER || this == MEMBER;
  }

  /** Whether it may publish at a node whose publish model is publishers. */
  public boolean publishes() {
    return this == OWNER || this == PUBLISHER || this == PUBLISH_ONLY;
  }
}
