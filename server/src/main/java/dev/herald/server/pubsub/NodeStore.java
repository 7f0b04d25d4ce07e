package dev.herald.server.pubsub;

import dev.herald.xmpp.Jid;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where nodes, their items and subscriptions are kept. {@link PubSubService} calls it for one node
 * by one thread at a time, for several nodes at once.
 */
public interface NodeStore {

  Optional<Node> node(String name);

  /** All names, sorted. */
  List<String> names();

  int size();

  /** How many of the nodes were created by clients of an account. */
  int nodesOfAccount(Jid bareJid);

  /** Whether the node is new. */
  boolean create(Node node);

  void configure(String node, NodeConfiguration configuration);

  /** Removes the node with all that it has. */
  void delete(String node);

  /** Stores the item as the newest; the oldest leave when the node has more than it may keep. */
  void publish(String node, Item item);

  /** Whether there was such an item. */
  boolean retract(String node, String itemId);

  /** The items, the oldest first. */
  List<Item> items(String node);

  Optional<Item> item(String node, String itemId);

  /** Whether the subscription is new. */
  boolean subscribe(String node, Jid subscriber);

  /** Whether there was such a subscription. */
  boolean unsubscribe(String node, Jid subscriber);

  /** A snapshot of the node's subscribers, in no order. */
  Collection<Jid> subscribers(String node);

  /** The nodes that an address, full or bare, is subscribed to by exactly this address. */
  Collection<String> subscriptions(Jid subscriber);

  /** How many subscriptions all addresses of an account have together. */
  int subscriptionsOfAccount(Jid bareJid);
}
