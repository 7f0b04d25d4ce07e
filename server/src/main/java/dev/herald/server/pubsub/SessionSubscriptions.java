package dev.herald.server.pubsub;

import dev.herald.xmpp.Jid;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which nodes the sessions of this process are subscribed to, by their full JIDs, or temporarily by
 * their bare ones. Thread-safe.
 */
final class SessionSubscriptions {

  private final Map<Jid, Set<String>> nodes = new ConcurrentHashMap<>();
  private final Map<Jid, Set<Jid>> accounts = new ConcurrentHashMap<>();

  void add(Jid subscriber, String node) {
    nodes.compute(
        subscriber,
        (jid, all) -> {
          Set<String> set = all;
          if (set == null) {
            set = ConcurrentHashMap.newKeySet();
            accounts.compute(
                subscriber.bare(),
                (bare, jids) -> {
                  Set<Jid> more = jids == null ? ConcurrentHashMap.newKeySet() : jids;
                  more.add(subscriber);
                  return more;
                });
          }
          set.add(node);
          return set;
        });
  }

  void remove(Jid subscriber, String node) {
    nodes.computeIfPresent(
        subscriber,
        (jid, all) -> {
          all.remove(node);
          if (!all.isEmpty()) {
            return all;
          }
          accounts.computeIfPresent(
              subscriber.bare(),
              (bare, jids) -> {
                jids.remove(subscriber);
                return jids.isEmpty() ? null : jids;
              });
          return null;
        });
  }

  /** The nodes of exactly this address. */
  Set<String> nodes(Jid subscriber) {
    return Set.copyOf(nodes.getOrDefault(subscriber, Set.of()));
  }

  /** The nodes of all addresses of an account. */
  Set<String> nodesOfAccount(Jid bareJid) {
    return accounts.getOrDefault(bareJid, Set.of()).stream()
        .flatMap(jid -> nodes(jid).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** At how many nodes the addresses of an account are subscribed, each counted by itself. */
  int ofAccount(Jid bareJid) {
    int sum = 0;
    for (Jid jid : accounts.getOrDefault(bareJid, Set.of())) {
      sum += nodes.getOrDefault(jid, Set.of()).size();
    }
    return sum;
  }

  boolean isEmpty() {
    return nodes.isEmpty() && accounts.isEmpty();
  }
}
