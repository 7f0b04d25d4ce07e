package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.server.pubsub.node.SubscriptionType;
import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * XEP-0248, section 5.3: what happens at a node, for its collections. It is passed on from lane to
 * lane, so that it stays in order.
 */
final class CollectionEvents {

  /** Further than any subscription reaches. */
  private static final long NEVER = Long.MAX_VALUE;

  private final NodeLanes lanes;
  private final Access access;

  CollectionEvents(NodeLanes lanes, Access access) {
    this.lanes = lanes;
    this.access = access;
  }

  /**
   * Passes on what has happened at a node to whoever has subscribed to its collections, or to those
   * that they are in. Nobody gets it twice by the same collection.
   *
   * @param affiliated the node's affiliations
   */
  void forward(NodeEvent event, Map<Jid, Affiliation> affiliated) {
    forward(event, affiliated, event.node().configuration().collections());
  }

  /**
   * The same for some of its collections.
   *
   * @param parents that it is in, or has been in until now
   */
  void forward(NodeEvent event, Map<Jid, Affiliation> affiliated, List<String> parents) {
    if (!parents.isEmpty() && (event.isOfItems() || event.isOfNodes())) {
      Passing passing = new Passing(event, affiliated);
      passing.up(event.node().name(), parents, 1);
    }
  }

  /** One event on its way; by different ways it may come to a collection more than once. */
  private final class Passing {

    private final NodeEvent event;
    private final Map<Jid, Affiliation> affiliated;
    private final Map<String, Long> depths = new ConcurrentHashMap<>();

    Passing(NodeEvent event, Map<Jid, Affiliation> affiliated) {
      this.event = event;
      this.affiliated = affiliated;
    }

    /**
     * Goes up to collections.
     *
     * @param depth of the node below them
     */
    void up(String child, List<String> parents, long depth) {
      for (String parent : parents) {
        long before = reached(parent, depth);
        if (depth < before) {
          CollectionNodes.log(
              parent,
              lanes.submit(
                  parent,
                  work -> {
                    if (contains(work, child)) {
                      pass(work, depth, before);
                    }
                    return Done.DONE;
                  }));
        }
      }
    }

    /** How deep below a collection the node was known to be until now. */
    private long reached(String collection, long depth) {
      AtomicLong before = new AtomicLong(NEVER);
      depths.merge(
          collection,
          depth,
          (known, now) -> {
            before.set(known);
            return Math.min(known, now);
          });
      return before.get();
    }

    private boolean contains(NodeWork work, String child) {
      return work.exists() && work.node().configuration().get(NodeOptions.CHILDREN).contains(child);
    }

    /**
     * Tells the subscribers of a collection.
     *
     * @param before of the longer way by which its subscribers have been told already
     */
    private void pass(NodeWork work, long depth, long before) {
      List<Subscription> subscribed =
          work.state().subscribed().stream()
              .filter(subscription -> takes(subscription, depth, before))
              .filter(s -> access.reaches(s.jid(), event.node(), affiliated))
              .toList();
      work.notify(new NodeEvent.OfCollection(event, work.name()), subscribed);
      List<String> parents = work.node().configuration().collections();
      if (!parents.isEmpty()) {
        String name = work.name();
        work.afterwards(() -> up(name, parents, depth + 1));
      }
    }

    private boolean takes(Subscription subscription, long depth, long before) {
      SubscriptionType type = subscription.options().get(SubscriptionOptions.SUBSCRIPTION_TYPE);
      long most = subscription.options().get(SubscriptionOptions.SUBSCRIPTION_DEPTH);
      return (event.isOfItems() ? type.takesItems() : type.takesNodes())
          && depth <= most
          && most < before;
    }
  }
}
