package dev.herald.server.pubsub.store;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where nodes are kept, with their items, changes, affiliations, and the subscriptions of bare
 * JIDs. Thread-safe; whatever fails throws a {@link StoreException}.
 */
public interface NodeStore extends AutoCloseable {

  /** Whether calls wait for a disk or a network, so that no event loop may make them. */
  boolean isBlocking();

  /**
   * Begins a transaction on the node of this name, which need not be there. Until it ends, no other
   * transaction of any process changes the node. One thread uses it.
   */
  NodeTransaction begin(String name);

  /** Names of nodes, in the order of their code points. */
  List<String> names(@Nullable String after, int most);

  /** How many nodes there are. */
  long size();

  /** The subscriptions that a bare JID has, by the nodes' names. */
  Map<String, List<Subscription>> subscriptions(Jid bareJid);

  /** What a bare JID is to nodes, by their names. */
  Map<String, Affiliation> affiliations(Jid bareJid);

  /**
   * Names of nodes that other processes may have changed since the last call, or since the store
   * was opened, if this process has to look at them: those that are in use here, and those with
   * subscribers or collections that this process would learn of only by that. Not to be called by
   * two threads at once.
   */
  Set<String> changedElsewhere(Predicate<String> inUse);

  /** How far this process has heard of others' changes. */
  interface Heard {}

  /** How far it had when {@link #changedElsewhere} was called last. */
  Heard heard();

  /** Whether the change logs of all nodes together are close to what the service may have. */
  default boolean isLogNearlyFull(RetentionLimits limits) {
    return false;
  }

  /**
   * Names of nodes with changes that are too old, or too many for the service, each with the
   * version up to which they are to be forgotten. A store that drops such changes by itself names
   * none.
   */
  default Map<String, Long> beyondLimits(RetentionLimits limits) {
    return Map.of();
  }

  @Override
  void close();
}
