package dev.herald.server.pubsub.store;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Nodes in memory; they end with the process. For one service at a time. */
public final class MemoryNodeStore implements NodeStore {

  /** There are no others. */
  private static final Heard ALL = new Heard() {};

  final ConcurrentSkipListMap<String, MemoryNode> nodes =
      new ConcurrentSkipListMap<>(CodePointOrder.ORDER);
  final Map<Jid, Map<String, List<Subscription>>> subscriptions = new ConcurrentHashMap<>();
  final Map<Jid, Map<String, Affiliation>> affiliations = new ConcurrentHashMap<>();
  final Map<Jid, Integer> creators = new ConcurrentHashMap<>();
  // The map would count its entries one by one.
  final AtomicInteger count = new AtomicInteger();

  final Redirects redirects = new Redirects();

  // Of all change logs.
  final AtomicLong changes = new AtomicLong();
  final AtomicLong changeBytes = new AtomicLong();

  @Override
  public boolean isBlocking() {
    return false;
  }

  @Override
  public NodeTransaction begin(String name) {
    return new MemoryNodeTransaction(this, name);
  }

  @Override
  public List<String> names(@Nullable String after, int most) {
    return (after == null ? nodes : nodes.tailMap(after, false))
        .keySet().stream().limit(most).toList();
  }

  @Override
  public long size() {
    return count.get();
  }

  @Override
  public Map<String, List<Subscription>> subscriptions(Jid bareJid) {
    return Map.copyOf(subscriptions.getOrDefault(bareJid, Map.of()));
  }

  @Override
  public Map<String, Affiliation> affiliations(Jid bareJid) {
    return Map.copyOf(affiliations.getOrDefault(bareJid, Map.of()));
  }

  @Override
  public Set<String> changedElsewhere(Predicate<String> inUse) {
    return Set.of();
  }

  @Override
  public Heard heard() {
    return ALL;
  }

  @Override
  public boolean isLogNearlyFull(RetentionLimits limits) {
    return changes.get() > limits.serviceChanges() / 8 * 7
        || changeBytes.get() > limits.serviceBytes() / 8 * 7;
  }

  @Override
  public void close() {
    // The nodes stay, for whoever looks at them after the service has ended.
  }

  /** Notes what a node's subscriptions of an account are now. */
  void index(String node, Jid bareJid, List<Subscription> all) {
    subscriptions.compute(
        bareJid,
        (jid, before) -> {
          Map<String, List<Subscription>> byNode =
              before == null ? new ConcurrentHashMap<>() : before;
          if (all.isEmpty()) {
            byNode.remove(node);
          } else {
            byNode.put(node, new ArrayList<>(all));
          }
          return byNode.isEmpty() ? null : byNode;
        });
  }

  /** Notes what an account is to a node now. */
  void index(String node, Jid bareJid, Affiliation affiliation) {
    affiliations.compute(
        bareJid,
        (jid, before) -> {
          Map<String, Affiliation> byNode = before == null ? new ConcurrentHashMap<>() : before;
          if (affiliation == Affiliation.NONE) {
            byNode.remove(node);
          } else {
            byNode.put(node, affiliation);
          }
          return byNode.isEmpty() ? null : byNode;
        });
  }
}
