package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import java.util.List;
import java.util.Map;

/** XEP-0060, sections 8.2 and 8.3: how nodes may be configured, and what follows from it. */
final class Configurations {

  private final NodeLanes lanes;
  private final Access access;
  private final PubSubLimits limits;
  private final NodeConfiguration defaults;

  Configurations(NodeLanes lanes, Access access, PubSubLimits limits) {
    this.lanes = lanes;
    this.access = access;
    this.limits = limits;
    this.defaults = NodeConfiguration.INITIAL.with(NodeOptions.MAX_ITEMS, limits.maxItems());
  }

  NodeConfiguration defaults() {
    return defaults;
  }

  /** No node keeps more than the service lets it. */
  NodeConfiguration bounded(NodeConfiguration configuration) {
    return configuration.maxItems() <= limits.maxItems() || configuration.isEntity()
        ? configuration
        : configuration.with(NodeOptions.MAX_ITEMS, limits.maxItems());
  }

  /**
   * The node's configuration with these options.
   *
   * @throws PubSubException for what cannot be
   */
  NodeConfiguration changed(NodeWork work, Map<String, List<String>> texts) {
    NodeConfiguration before = work.node().configuration();
    NodeConfiguration after = before.with(texts);
    if (before.isCollection() && !after.isCollection()) {
      throw new PubSubException(
          Reason.NODE_TYPE, "A collection stays one, so pubsub#node_type cannot be leaf");
    }
    if (!after.get(NodeOptions.CHILDREN).equals(before.get(NodeOptions.CHILDREN))) {
      throw childrenAreNotSet(after);
    }
    if (after.maxItems() == NodeOptions.MAX_ITEMS.initial()) {
      return bounded(after);
    }
    if (after.maxItems() > Math.max(limits.maxItems(), before.maxItems())) {
      throw new PubSubException(
          Reason.INVALID_OPTION,
          "'pubsub#max_items' was '%d'; it can be a number from 1 to %d, or max"
              .formatted(after.maxItems(), limits.maxItems()));
    }
    return after;
  }

  /** Those of these collections that a node, which need not be there, is not in yet. */
  static List<String> added(NodeWork work, List<String> parents) {
    List<String> before = work.exists() ? work.node().configuration().collections() : List.of();
    return parents.stream().filter(parent -> !before.contains(parent)).toList();
  }

  /** Gives the node another configuration, and enforces it. */
  void configure(NodeWork work, NodeConfiguration after) {
    List<String> parents = work.node().configuration().collections();
    String name = work.name();
    work.configure(after);
    Node configured = work.node();
    if (after.persistItems() && !after.isCollection()) {
      work.stored().evict(after.maxItems());
    } else {
      work.stored().purge();
    }
    Enforcement.enforce(work, access);
    CollectionNodes collections = lanes.collections();
    if (after.get(NodeOptions.NOTIFY_CONFIG) && after.deliverNotifications()) {
      NodeEvent event = new NodeEvent.Configured(configured);
      work.notifyAll(event);
      collections.tell(
          work, event, parents.stream().filter(after.collections()::contains).toList());
    }
    for (String parent : after.collections()) {
      if (!parents.contains(parent)) {
        collections.tell(work, new NodeEvent.Associated(configured, parent), List.of(parent));
      }
    }
    for (String parent : parents) {
      if (!after.collections().contains(parent)) {
        collections.tell(work, new NodeEvent.Dissociated(configured, parent), List.of(parent));
        work.afterwards(() -> collections.abandon(name, parent));
      }
    }
  }

  /** XEP-0248, section 7.2.3.1: a leaf has none, and a collection has those that name it. */
  static PubSubException childrenAreNotSet(NodeConfiguration configuration) {
    return new PubSubException(
        configuration.isCollection() ? Reason.INVALID_OPTION : Reason.NOT_A_COLLECTION,
        "'pubsub#children' follows from 'pubsub#collection' of the children: set it there");
  }
}
