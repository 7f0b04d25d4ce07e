package dev.herald.server.pubsub.store;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * Names of nodes that other processes may have changed since the last call; the first call
   * answers none.
   */
  Set<String> changedElsewhere();

  /** Whether the change logs of all nodes together are close to what the service may have. */
  default boolean isLogNearlyFull(RetentionLimits limits) {
    return false;
  }

  @Override
  void close();
}
