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
  private @Nullable Boolean leases;
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

  /** Subscriptions whose lease has ended (section 12.18). */
  List<Subscription> ended(Instant now) {
    return hasLeases()
        ? all().stream().filter(s -> s.end() != null && !now.isBefore(s.end())).toList()
        : List.of();
  }

  boolean hasLeases() {
    Boolean known = leases;
    if (known == null) {
      known = all().stream().anyMatch(s -> s.end() != null);
      leases = known;
    }
    return known;
  }

  void put(Subscription subscription) {
    List<Subscription> of = new ArrayList<>(of(subscription.jid()));
    of.removeIf(other -> other.subid().equals(subscription.subid()));
    of.add(subscription);
    byJid.put(subscription.jid(), of);
    changed();
  }

  void remove(Subscription subscription) {
    List<Subscription> of = new ArrayList<>(of(subscription.jid()));
    of.removeIf(other -> other.subid().equals(subscription.subid()));
    if (of.isEmpty()) {
      byJid.remove(subscription.jid());
    } else {
      byJid.put(subscription.jid(), of);
    }
    changed();
  }

  private void changed() {
    subscribed = null;
    leases = null;
  }

  /** Those that are in memory only, to be kept when the rest is read again. */
  List<Subscription> ofSessions() {
    return all().stream().filter(s -> !s.isKept()).toList();
  }
}
