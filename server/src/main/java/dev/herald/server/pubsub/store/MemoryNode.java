package dev.herald.server.pubsub.store;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A node in memory; used by one transaction at a time. */
final class MemoryNode {

  Node node;
  final Map<Jid, Affiliation> affiliations = new HashMap<>();
  final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  // The oldest version first.
  final Map<String, Item> items = new LinkedHashMap<>();
  final ArrayDeque<Change> changes = new ArrayDeque<>();
  long completeAfter;
  // Of the changes, as they say it.
  long changeBytes;

  MemoryNode(Node node) {
    this.node = node;
  }
}
