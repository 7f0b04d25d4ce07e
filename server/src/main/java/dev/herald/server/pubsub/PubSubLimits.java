package dev.herald.server.pubsub;

import dev.herald.server.pubsub.store.RetentionLimits;

/**
 * What clients may take up.
 *
 * @param maxItems items a node keeps unless its configuration says otherwise
 * @param subscriptionsPerAccount subscriptions of one bare JID
 * @param nodes nodes of the whole service that clients may create; the application's are not
 *     counted
 * @param changes how far the nodes' change logs go back
 */
public record PubSubLimits(
    int maxItems, int subscriptionsPerAccount, int nodes, RetentionLimits changes) {

  public PubSubLimits {
    if (maxItems < 1) {
      throw new IllegalArgumentException(
          "A node keeps at least one item; max-items was " + maxItems);
    }
  }

  /** 1,000 items a node, 1,000 subscriptions an account, 10,000 nodes. */
  public static final PubSubLimits DEFAULT = new PubSubLimits(1_000, 1_000, 10_000);

  /** With the defaults for change logs. */
  public PubSubLimits(int maxItems, int subscriptionsPerAccount, int nodes) {
    this(maxItems, subscriptionsPerAccount, nodes, RetentionLimits.DEFAULT);
  }
}
