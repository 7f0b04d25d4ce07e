package dev.herald.server.pubsub;

import dev.herald.xmpp.Jid;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Which nodes the sessions of this process are subscribed to by their full JIDs. Thread-safe. */
final class SessionSubscriptions {

  private final Map<Jid, Set<String>> nodes = new ConcurrentHashMap<>();
  private final Map<Jid, Integer> perAccount = new ConcurrentHashMap<>();

  void add(Jid fullJid, String node) {
    nodes.compute(
        fullJid,
        (jid, all) -> {
          Set<String> set = all == null ? ConcurrentHashMap.newKeySet() : all;
          if (set.add(node)) {
            perAccount.merge(fullJid.bare(), 1, Integer::sum);
          }
          return set;
        });
  }

  void remove(Jid fullJid, String node) {
    nodes.computeIfPresent(
        fullJid,
        (jid, all) -> {
          if (all.remove(node)) {
            perAccount.computeIfPresent(
                fullJid.bare(), (bare, n) -> n == 1 ? null : Integer.valueOf(n - 1));
          }
          return all.isEmpty() ? null : all;
        });
  }

  /** The nodes of one full JID. */
  Set<String> nodes(Jid fullJid) {
    return Set.copyOf(nodes.getOrDefault(fullJid, Set.of()));
  }

  /** The nodes of all sessions of an account. */
  Set<String> nodesOfAccount(Jid bareJid) {
    return nodes.entrySet().stream()
        .filter(entry -> entry.getKey().bare().equals(bareJid))
        .flatMap(entry -> entry.getValue().stream())
        .collect(Collectors.toSet());
  }

  /** How many subscriptions all sessions of an account have. */
  int ofAccount(Jid bareJid) {
    return perAccount.getOrDefault(bareJid, 0);
  }

  boolean isEmpty() {
    return nodes.isEmpty() && perAccount.isEmpty();
  }
}
