package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeOptions;
import org.jspecify.annotations.Nullable;

/** What subscribers are told of a change, from the change log: the same as when it happened. */
final class ChangeEvents {

  private ChangeEvents() {}

  /** The event, with the node of the change's version; null when nobody is told. */
  static @Nullable NodeEvent of(Node now, Change change) {
    Node node = now.withVersion(change.version());
    if (!change.notified() || !node.configuration().deliverNotifications()) {
      return null;
    }
    return switch (change.kind()) {
      case PUBLISHED -> published(node, change);
      case HAPPENED -> new NodeEvent.Happened(node);
      case RETRACTED ->
          new NodeEvent.Retracted(node, change.itemId() == null ? "" : change.itemId());
      case PURGED -> new NodeEvent.Purged(node);
      case CONFIGURED ->
          node.configuration().get(NodeOptions.NOTIFY_CONFIG)
              ? new NodeEvent.Configured(node)
              : null;
      case PEOPLE -> null;
    };
  }

  private static @Nullable NodeEvent published(Node node, Change change) {
    Item item = change.item();
    return item == null ? null : new NodeEvent.Published(node, item);
  }
}
