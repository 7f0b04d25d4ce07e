package dev.herald.server.pubsub.node;

/** Which events of the nodes in a collection a subscription is for (XEP-0248, section 6.1). */
public enum SubscriptionType {
  ITEMS,
  NODES,
  ALL;

  /** Whether it takes events about items. */
  public boolean takesItems() {
    return this != NODES;
  }

  /** Whether it takes events about nodes themselves. */
  public boolean takesNodes() {
    return this != ITEMS;
  }
}
