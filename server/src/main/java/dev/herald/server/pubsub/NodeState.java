package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.xmpp.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is at a node, at hand for every publish: affiliations and all subscriptions. Used by one
 * thread at a time.
 */
final class NodeState {

  private final Map<Jid, Affiliation> affiliations;
  private final Map<Jid, List<Subscription>> byJid = new LinkedHashMap<>();
  private @Nullable List<Subscription> subscribed;
  private int leases;
  private @Nullable Map<Jid, Affiliation> affiliated;

  /**
   * Reads what the store keeps.
   *
   * @param ofSessions subscriptions that are in memory only
   */
  NodeState(NodeTransaction stored, Iterable<Subscription> ofSessions) {
    affiliations = new HashMap<>(stored.affiliations());
    stored.subscriptions().forEach(this::put);
    ofSessions.forEach(this::put);
  }

  Affiliation affiliation(Jid jid) {
    return affiliations.getOrDefault(jid.bare(), Affiliation.NONE);
  }

  Map<Jid, Affiliation> affiliations() {
    return affiliations;
  }

  /** The affiliations: a map that does not change. */
  Map<Jid, Affiliation> affiliated() {
    Map<Jid, Affiliation> known = affiliated;
    if (known == null) {
      known = Map.copyOf(affiliations);
      affiliated = known;
    }
    return known;
  }

  void put(Jid bareJid, Affiliation affiliation) {
    affiliated = null;
    if (affiliation == Affiliation.NONE) {
      affiliations.remove(bareJid);
    } else {
      affiliations.put(bareJid, affiliation);
    }
  }

  /** The subscriptions of exactly this address, full or bare. */
  List<Subscription> of(Jid jid) {
    return byJid.getOrDefault(jid, List.of());
  }

  /** Those of all addresses of an account. */
  List<Subscription> ofAccount(Jid bareJid) {
    return all().stream().filter(s -> s.jid().bare().equals(bareJid)).toList();
  }

  List<Subscription> all() {
    return byJid.values().stream().flatMap(List::stream).toList();
  }

  /** Whoever is to be notified: a list that does not change. */
  List<Subscription> subscribed() {
    List<Subscription> known = subscribed;
    if (known == null) {
      known = all().stream().filter(Subscription::isSubscribed).toList();
      subscribed = known;
    }
    return known;
  }

  /** Subscriptions whose lease has ended (section 12.19). */
  List<Subscription> ended(Instant now) {
    return hasLeases()
        ? all().stream().filter(s -> s.end() != null && !now.isBefore(s.end())).toList()
        : List.of();
  }

  boolean hasLeases() {
    return leases > 0;
  }

  void put(Subscription subscription) {
    List<Subscription> of = others(subscription);
    of.add(subscription);
    if (subscription.end() != null) {
      leases++;
    }
    byJid.put(subscription.jid(), of);
    subscribed = null;
  }

  void remove(Subscription subscription) {
    List<Subscription> of = others(subscription);
    if (of.isEmpty()) {
      byJid.remove(subscription.jid());
    } else {
      byJid.put(subscription.jid(), of);
    }
    subscribed = null;
  }

  /** The other subscriptions of the address; the lease of the one that is there is not counted. */
  private List<Subscription> others(Subscription subscription) {
    List<Subscription> others = new ArrayList<>(of(subscription.jid()));
    for (Subscription there : of(subscription.jid())) {
      if (there.subid().equals(subscription.subid())) {
        others.remove(there);
        if (there.end() != null) {
          leases--;
        }
      }
    }
    return others;
  }

  /** Those that are in memory only, to be kept when the rest is read again. */
  List<Subscription> ofSessions() {
    return all().stream().filter(s -> !s.isKept()).toList();
  }
}
