package dev.herald.server.pubsub;

/**
 * How a node behaves.
 *
 * @param maxItems how many items it keeps; the oldest leave without a notification
 * @param entity whether it mirrors an entity's table, so that only the application publishes
 * @param persistItems whether items are kept at all
 * @param deliverPayloads whether notifications carry the items' payloads
 */
public record NodeConfiguration(
    int maxItems, boolean entity, boolean persistItems, boolean deliverPayloads) {

  public NodeConfiguration {
    if (maxItems < 1) {
      throw new IllegalArgumentException(
          "A node keeps at least one item; max_items was " + maxItems);
    }
  }

  /** Items are kept, and notifications carry their payloads. */
  public NodeConfiguration(int maxItems, boolean entity) {
    this(maxItems, entity, true, true);
  }

  /** One that neither keeps items nor carries payloads has none (XEP-0060, section 4.3). */
  boolean hasItems() {
    return persistItems || deliverPayloads;
  }
}
