package dev.herald.server.pubsub;

/**
 * How a node behaves.
 *
 * @param maxItems how many items it keeps; the oldest leave without a notification
 * @param entity whether it mirrors an entity's table, so that only the application publishes
 */
public record NodeConfiguration(int maxItems, boolean entity) {

  public NodeConfiguration {
    if (maxItems < 1) {
      throw new IllegalArgumentException(
          "A node keeps at least one item; max_items was " + maxItems);
    }
  }
}
