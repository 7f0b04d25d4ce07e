package dev.herald.server.pubsub;

import dev.herald.server.pubsub.store.RetentionLimits;

/**
 * What clients may take up.
 *
 * @param maxItems items a node keeps unless its configuration says otherwise
 * @param subscriptionsPerAccount subscriptions of one bare JID
 * @param nodes nodes of the whole service up to which clients may create more; the application's
 *     are counted, but it may go beyond
 * @param nodesPerAccount nodes that one bare JID may have created
 * @param changes how far the nodes' change logs go back
 */
public record PubSubLimits(
    int maxItems,
    int subscriptionsPerAccount,
    int nodes,
    int nodesPerAccount,
    RetentionLimits changes) {

  /** 1,000 items a node, 1,000 subscriptions and nodes an account, 10,000 nodes. */
  public static final PubSubLimits DEFAULT = new PubSubLimits(1_000, 1_000, 10_000, 1_000);

  public PubSubLimits {
    if (maxItems < 1) {
      throw new IllegalArgumentException(
          "A node keeps at least one item; max-items was " + maxItems);
    }
    if (subscriptionsPerAccount < 1 || nodes < 1 || nodesPerAccount < 1) {
      throw new IllegalArgumentException(
          "Limits of PubSub must be positive: %d subscriptions, %d nodes, %d nodes an account"
              .formatted(subscriptionsPerAccount, nodes, nodesPerAccount));
    }
  }

  /** With the defaults for change logs. */
  public PubSubLimits(int maxItems, int subscriptionsPerAccount, int nodes, int nodesPerAccount) {
    this(maxItems, subscriptionsPerAccount, nodes, nodesPerAccount, RetentionLimits.DEFAULT);
  }
}
