package dev.herald.server.pubsub.node;

import java.util.List;
import java.util.Map;

/**
 * How a node behaves: the values of {@link NodeOptions}, those at hand that every publish needs.
 * Immutable.
 */
public final class NodeConfiguration {

  public static final NodeConfiguration INITIAL = new NodeConfiguration(OptionValues.INITIAL);

  private final OptionValues values;
  private final int maxItems;
  private final boolean persistItems;
  private final boolean deliverPayloads;
  private final boolean deliverNotifications;
  private final boolean restricted;
  private final List<String> collections;

  private NodeConfiguration(OptionValues values) {
    this.values = values;
    this.maxItems = values.get(NodeOptions.MAX_ITEMS);
    this.persistItems = values.get(NodeOptions.PERSIST_ITEMS);
    this.deliverPayloads = values.get(NodeOptions.DELIVER_PAYLOADS);
    this.deliverNotifications = values.get(NodeOptions.DELIVER_NOTIFICATIONS);
    this.restricted = values.get(NodeOptions.RESTRICTED);
    this.collections = values.get(NodeOptions.COLLECTION);
  }

  public static NodeConfiguration of(OptionValues values) {
    return new NodeConfiguration(values);
  }

  /** What a node is that mirrors an entity's table: only the application publishes. */
  public static NodeConfiguration ofEntity(int maxItems) {
    return INITIAL.with(NodeOptions.MAX_ITEMS, maxItems).with(NodeOptions.ENTITY, true);
  }

  /**
   * The same for a node that mirrors a table and is not for everybody: whom it is for is said by a
   * {@link dev.herald.server.pubsub.ReadRule}, and nobody reads it before that.
   */
  public static NodeConfiguration ofRestrictedEntity(int maxItems) {
    return ofEntity(maxItems)
        .with(NodeOptions.RESTRICTED, true)
        .with(NodeOptions.ACCESS_MODEL, AccessModel.WHITELIST);
  }

  public OptionValues values() {
    return values;
  }

  public <T> T get(Option<T> option) {
    return values.get(option);
  }

  public <T> NodeConfiguration with(Option<T> option, T value) {
    return new NodeConfiguration(values.with(option, value));
  }

  /**
   * The same with options that were read as texts.
   *
   * @param texts by the options' names
   * @throws dev.herald.server.pubsub.PubSubException for an option that is not there, or cannot be
   *     this
   */
  public NodeConfiguration with(Map<String, List<String>> texts) {
    return new NodeConfiguration(values.with(texts, NodeOptions.OF_FORMS));
  }

  /** Back from what a store keeps: {@link OptionValues#texts()}. */
  public static NodeConfiguration ofStored(Map<String, List<String>> texts) {
    return new NodeConfiguration(OptionValues.INITIAL.with(texts, NodeOptions.ALL));
  }

  /** How many items it keeps; the oldest leave without a notification. */
  public int maxItems() {
    return maxItems;
  }

  public boolean persistItems() {
    return persistItems;
  }

  public boolean deliverPayloads() {
    return deliverPayloads;
  }

  public boolean deliverNotifications() {
    return deliverNotifications;
  }

  /** The names of the collections that it is in (XEP-0248). */
  public List<String> collections() {
    return collections;
  }

  public boolean isEntity() {
    return values.get(NodeOptions.ENTITY);
  }

  /** Whether the application says who may read it, whatever its affiliations are. */
  public boolean isRestricted() {
    return restricted;
  }

  public boolean isCollection() {
    return values.get(NodeOptions.NODE_TYPE) == NodeType.COLLECTION;
  }

  /** One that neither keeps items nor carries payloads has none (XEP-0060, section 4.3). */
  public boolean hasItems() {
    return persistItems || deliverPayloads;
  }
}
