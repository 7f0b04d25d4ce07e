package dev.herald.server.pubsub;

/**
 * What clients may take up.
 *
 * @param maxItems items a node keeps unless its configuration says otherwise
 * @param subscriptionsPerAccount subscriptions of one bare JID
 * @param nodes nodes of the whole service up to which clients may create more; the application's
 *     are counted, but it may go beyond
 * @param nodesPerAccount nodes that one bare JID may have created
 */
public record PubSubLimits(
    int maxItems, int subscriptionsPerAccount, int nodes, int nodesPerAccount) {

  /** 1,000 items a node, 1,000 subscriptions and nodes an account, 10,000 nodes. */
  public static final PubSubLimits DEFAULT = new PubSubLimits(1_000, 1_000, 10_000, 1_000);

  public PubSubLimits {
    if (subscriptionsPerAccount < 1 || nodes < 1 || nodesPerAccount < 1) {
      throw new IllegalArgumentException(
          "Limits of PubSub must be positive: %d subscriptions, %d nodes, %d nodes an account"
              .formatted(subscriptionsPerAccount, nodes, nodesPerAccount));
    }
  }
}
