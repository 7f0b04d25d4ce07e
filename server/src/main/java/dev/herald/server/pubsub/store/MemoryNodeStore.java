package dev.herald.server.pubsub.store;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.Item;
import dev.herald.server.pubsub.Node;
import dev.herald.server.pubsub.NodeConfiguration;
import dev.herald.server.pubsub.NodeStore;
import dev.herald.xmpp.Jid;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Nodes in memory; they end with the process. Thread-safe. */
public final class MemoryNodeStore implements NodeStore {

  private final Map<String, StoredNode> nodes = new ConcurrentHashMap<>();
  private final Map<Jid, Set<String>> subscriptions = new ConcurrentHashMap<>();
  private final Map<Jid, Integer> subscriptionsPerAccount = new ConcurrentHashMap<>();
  private final Map<Jid, Integer> nodesPerAccount = new ConcurrentHashMap<>();

  @Override
  public Optional<Node> node(String name) {
    return Optional.ofNullable(nodes.get(name)).map(stored -> stored.node);
  }

  @Override
  public List<String> names() {
    return nodes.keySet().stream().sorted().toList();
  }

  @Override
  public int size() {
    return nodes.size();
  }

  @Override
  public int nodesOfAccount(Jid bareJid) {
    return nodesPerAccount.getOrDefault(bareJid, 0);
  }

  @Override
  public boolean create(Node node) {
    if (nodes.putIfAbsent(node.name(), new StoredNode(node)) != null) {
      return false;
    }
    if (node.owner() instanceof Actor.Client owner) {
      nodesPerAccount.merge(owner.jid().bare(), 1, Integer::sum);
    }
    return true;
  }

  @Override
  public void configure(String node, NodeConfiguration configuration) {
    StoredNode stored = stored(node);
    synchronized (stored) {
      stored.node = new Node(node, stored.node.owner(), configuration);
      stored.evict();
    }
  }

  @Override
  public void delete(String node) {
    for (Jid subscriber : subscribers(node)) {
      unsubscribe(node, subscriber);
    }
    StoredNode gone = nodes.remove(node);
    if (gone != null && gone.node.owner() instanceof Actor.Client owner) {
      oneLess(nodesPerAccount, owner.jid().bare());
    }
  }

  @Override
  public void publish(String node, Item item) {
    StoredNode stored = stored(node);
    synchronized (stored) {
      stored.items.remove(item.id());
      stored.items.put(item.id(), item);
      stored.evict();
    }
  }

  @Override
  public boolean retract(String node, String itemId) {
    StoredNode stored = stored(node);
    synchronized (stored) {
      return stored.items.remove(itemId) != null;
    }
  }

  @Override
  public List<Item> items(String node) {
    StoredNode stored = stored(node);
    synchronized (stored) {
      return List.copyOf(stored.items.values());
    }
  }

  @Override
  public Optional<Item> item(String node, String itemId) {
    StoredNode stored = stored(node);
    synchronized (stored) {
      return Optional.ofNullable(stored.items.get(itemId));
    }
  }

  @Override
  public boolean subscribe(String node, Jid subscriber) {
    if (!stored(node).subscribers.add(subscriber)) {
      return false;
    }
    subscriptions.compute(
        subscriber,
        (jid, all) -> {
          Set<String> set = all == null ? ConcurrentHashMap.newKeySet() : all;
          set.add(node);
          return set;
        });
    subscriptionsPerAccount.merge(subscriber.bare(), 1, Integer::sum);
    return true;
  }

  @Override
  public boolean unsubscribe(String node, Jid subscriber) {
    StoredNode stored = nodes.get(node);
    if (stored == null || !stored.subscribers.remove(subscriber)) {
      return false;
    }
    subscriptions.computeIfPresent(
        subscriber,
        (jid, all) -> {
          all.remove(node);
          return all.isEmpty() ? null : all;
        });
    oneLess(subscriptionsPerAccount, subscriber.bare());
    return true;
  }

  @Override
  public Collection<Jid> subscribers(String node) {
    return List.copyOf(stored(node).subscribers);
  }

  @Override
  public Collection<String> subscriptions(Jid subscriber) {
    return Set.copyOf(subscriptions.getOrDefault(subscriber, Set.of()));
  }

  @Override
  public int subscriptionsOfAccount(Jid bareJid) {
    return subscriptionsPerAccount.getOrDefault(bareJid, 0);
  }

  private static void oneLess(Map<Jid, Integer> counts, Jid account) {
    counts.computeIfPresent(
        account, (jid, count) -> count == 1 ? null : Integer.valueOf(count - 1));
  }

  private StoredNode stored(String name) {
    StoredNode stored = nodes.get(name);
    if (stored == null) {
      throw new IllegalStateException("The node '" + name + "' is not in the store");
    }
    return stored;
  }

  private static final class StoredNode {
    private volatile Node node;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Set<Jid> subscribers = ConcurrentHashMap.newKeySet();

    StoredNode(Node node) {
      this.node = node;
    }

    void evict() {
      Iterator<String> ids = items.keySet().iterator();
      for (int excess = items.size() - node.configuration().maxItems(); excess > 0; excess--) {
        ids.next();
        ids.remove();
      }
    }
  }
}
