package dev.herald.server.pubsub.node;

/** What becomes of an item that is published where there is no room (XEP-0060, section 7.1.2.5). */
public enum WhenFull {
  /** The oldest item leaves, and subscribers are told where they are told of retractions. */
  RETRACT_OLDEST,
  /** The oldest item leaves, and nobody is told. */
  DISCARD_OLDEST,
  /** The new item is refused. */
  REJECT
}
