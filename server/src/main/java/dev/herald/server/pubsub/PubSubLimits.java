package dev.herald.server.pubsub;

/**
 * What clients may take up.
 *
 * @param maxItems items a node keeps unless its configuration says otherwise
 * @param subscriptionsPerAccount subscriptions of one bare JID
 * @param nodes nodes of the whole service that clients may create; the application's are not
 *     counted
 */
public record PubSubLimits(int maxItems, int subscriptionsPerAccount, int nodes) {

  public PubSubLimits {
    if (maxItems < 1) {
      throw new IllegalArgumentException(
          "A node keeps at least one item; max-items was " + maxItems);
    }
  }

  /** 1,000 items a node, 1,000 subscriptions an account, 10,000 nodes. */
  public static final PubSubLimits DEFAULT = new PubSubLimits(1_000, 1_000, 10_000);
}
