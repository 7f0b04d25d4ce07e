package dev.herald.server.pubsub.store;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a node in memory, at once: memory does not fail, and whoever asks has checked all
 * before the first change, so there is nothing to undo.
 */
final class MemoryNodeTransaction implements NodeTransaction {

  private final MemoryNodeStore store;
  private final String name;
  private @Nullable MemoryNode stored;

  MemoryNodeTransaction(MemoryNodeStore store, String name) {
    this.store = store;
    this.name = name;
    this.stored = store.nodes.get(name);
  }

  @Override
  public @Nullable Node node() {
    return stored == null ? null : stored.node;
  }

  @Override
  public void create(Node node) {
    stored = new MemoryNode(node);
    store.nodes.put(name, stored);
    store.count.incrementAndGet();
    store.redirects.remove(name);
    if (node.creator() != null) {
      store.creators.merge(node.creator(), 1, Integer::sum);
    }
  }

  @Override
  public void configure(NodeConfiguration configuration) {
    MemoryNode at = present();
    at.node = at.node.with(configuration);
  }

  @Override
  public void delete() {
    MemoryNode at = present();
    at.subscriptions.values().stream()
        .map(s -> s.jid().bare())
        .distinct()
        .forEach(jid -> store.index(name, jid, List.of()));
    at.affiliations.keySet().forEach(jid -> store.index(name, jid, Affiliation.NONE));
    Jid creator = at.node.creator();
    if (creator != null) {
      store.creators.computeIfPresent(
          creator, (jid, nodes) -> nodes == 1 ? null : Integer.valueOf(nodes - 1));
    }
    count(at, -at.changes.size(), -at.changeBytes);
    store.nodes.remove(name);
    store.count.decrementAndGet();
    stored = null;
  }

  @Override
  public void moveTo(String uri) {
    store.redirects.put(name, uri);
  }

  @Override
  public @Nullable String movedTo() {
    return store.redirects.of(name);
  }

  @Override
  public Map<Jid, Affiliation> affiliations() {
    return Map.copyOf(present().affiliations);
  }

  @Override
  public void put(Jid bareJid, Affiliation affiliation) {
    if (affiliation == Affiliation.NONE) {
      present().affiliations.remove(bareJid);
    } else {
      present().affiliations.put(bareJid, affiliation);
    }
    store.index(name, bareJid, affiliation);
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.copyOf(present().subscriptions.values());
  }

  @Override
  public void put(Subscription subscription) {
    present().subscriptions.put(subscription.subid(), subscription);
    index(subscription.jid().bare());
  }

  @Override
  public void removeSubscription(String subid) {
    Subscription removed = present().subscriptions.remove(subid);
    if (removed != null) {
      index(removed.jid().bare());
    }
  }

  private void index(Jid bareJid) {
    store.index(
        name,
        bareJid,
        present().subscriptions.values().stream()
            .filter(s -> s.jid().bare().equals(bareJid))
            .toList());
  }

  @Override
  public void put(Item item) {
    Map<String, Item> items = present().items;
    items.remove(item.id());
    items.put(item.id(), item);
  }

  @Override
  public boolean remove(String itemId) {
    return present().items.remove(itemId) != null;
  }

  @Override
  public void purge() {
    present().items.clear();
  }

  @Override
  public List<String> evict(int keep) {
    Map<String, Item> items = present().items;
    int excess = items.size() - keep;
    if (excess <= 0) {
      return List.of();
    }
    List<String> gone = new ArrayList<>(excess);
    Iterator<String> ids = items.keySet().iterator();
    for (int i = 0; i < excess; i++) {
      gone.add(ids.next());
      ids.remove();
    }
    return gone;
  }

  @Override
  public List<String> expire(Instant before) {
    List<String> gone = new ArrayList<>();
    Iterator<Item> items = present().items.values().iterator();
    while (items.hasNext()) {
      Item item = items.next();
      if (!item.published().isBefore(before)) {
        // The others are younger.
        return gone;
      }
      gone.add(item.id());
      items.remove();
    }
    return gone;
  }

  @Override
  public @Nullable Item item(String itemId) {
    return present().items.get(itemId);
  }

  @Override
  public int itemCount() {
    return present().items.size();
  }

  @Override
  public int itemsBelow(long version) {
    int below = 0;
    for (Item item : present().items.values()) {
      if (item.version() >= version) {
        break;
      }
      below++;
    }
    return below;
  }

  @Override
  public List<Item> itemsFrom(int index, int most) {
    return present().items.values().stream().skip(index).limit(most).toList();
  }

  @Override
  public List<Item> items(long after, long before, int most, boolean newest) {
    List<Item> all =
        present().items.values().stream()
            .filter(item -> item.version() > after && item.version() < before)
            .toList();
    int size = Math.min(most, all.size());
    return newest ? all.subList(all.size() - size, all.size()) : all.subList(0, size);
  }

  @Override
  public void append(Change change) {
    MemoryNode at = present();
    at.changes.add(change);
    count(at, 1, change.size());
    at.node = at.node.withVersion(change.version());
  }

  @Override
  public List<Change> changes(long after, int most) {
    return present().changes.stream().filter(c -> c.version() > after).limit(most).toList();
  }

  @Override
  public long heardUpTo(NodeStore.Heard heard) {
    return present().node.version();
  }

  @Override
  public long completeAfter() {
    return present().completeAfter;
  }

  @Override
  public void forget(long upTo) {
    MemoryNode at = present();
    while (!at.changes.isEmpty() && at.changes.element().version() <= upTo) {
      drop(at);
    }
    at.completeAfter = Math.max(at.completeAfter, upTo);
  }

  @Override
  public void trim(RetentionLimits limits, Instant now) {
    MemoryNode at = present();
    Instant oldest = now.minus(limits.age());
    while (!at.changes.isEmpty()
        && (at.changes.size() > limits.changes()
            || at.changeBytes > limits.bytes()
            || store.changes.get() > limits.serviceChanges()
            || store.changeBytes.get() > limits.serviceBytes()
            || at.changes.element().at().isBefore(oldest))) {
      at.completeAfter = drop(at).version();
    }
  }

  @Override
  public void sweep(RetentionLimits limits, Instant now) {
    trim(limits, now);
  }

  private Change drop(MemoryNode at) {
    Change dropped = at.changes.remove();
    count(at, -1, -dropped.size());
    return dropped;
  }

  private void count(MemoryNode at, int changes, long bytes) {
    at.changeBytes += bytes;
    store.changes.addAndGet(changes);
    store.changeBytes.addAndGet(bytes);
  }

  @Override
  public long nodes() {
    return store.size();
  }

  @Override
  public long nodesOf(Jid creator) {
    return store.creators.getOrDefault(creator, 0);
  }

  @Override
  public long subscriptionsOf(Jid bareJid) {
    return store.subscriptions.getOrDefault(bareJid, Map.of()).values().stream()
        .mapToLong(List::size)
        .sum();
  }

  @Override
  public void commit() {
    // It has happened already.
  }

  @Override
  public void close() {
    // There is nothing to undo.
  }

  private MemoryNode present() {
    MemoryNode at = stored;
    if (at == null) {
      throw new IllegalStateException("The node '" + name + "' is not in the store");
    }
    return at;
  }
}
