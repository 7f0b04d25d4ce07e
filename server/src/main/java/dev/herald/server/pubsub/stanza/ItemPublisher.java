package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.xmpp.Jid;
import org.jspecify.annotations.Nullable;

/** XEP-0060, sections 7.1.2.3 and 12.17: whom an item is by, as its node wants to have it said. */
final class ItemPublisher {

  private ItemPublisher() {}

  /** The value of the attribute {@code publisher}; null for none. */
  static @Nullable String of(Node node, Item item) {
    Jid jid =
        switch (node.configuration().get(NodeOptions.ITEM_REPLY)) {
          case NONE -> null;
          case OWNER -> node.creator();
          case PUBLISHER -> item.publisher();
        };
    return jid == null ? null : jid.toString();
  }
}
