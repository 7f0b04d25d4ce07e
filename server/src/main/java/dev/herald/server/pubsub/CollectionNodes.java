package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.Option;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * XEP-0248: nodes in collections. A node names its collections, and each of them its children. Each
 * is changed in its own lane, the collection first.
 */
final class CollectionNodes {

  private static final Logger log = LoggerFactory.getLogger(CollectionNodes.class);

  /** Collections above one node, at all heights. */
  private static final int MOST_ABOVE = 100;

  private final NodeLanes lanes;
  private final Access access;
  private final CollectionEvents events;

  CollectionNodes(NodeLanes lanes, Access access, CollectionEvents events) {
    this.lanes = lanes;
    this.access = access;
    this.events = events;
  }

  /**
   * Tells the subscribers of collections what became of a node itself, once that is committed;
   * unless it tells nothing to anybody.
   *
   * @param parents that it is in, or has been in until now
   */
  void tell(NodeWork work, NodeEvent event, List<String> parents) {
    if (!parents.isEmpty() && event.node().configuration().deliverNotifications()) {
      Map<Jid, Affiliation> affiliated = work.state().affiliated();
      work.afterwards(() -> events.forward(event, affiliated, parents));
    }
  }

  /**
   * Puts a node into collections, does what makes it name them, and undoes the first if the second
   * is refused.
   *
   * @param actor owns the collections, or may put nodes into them
   * @param added those that the node is not in yet
   */
  <T> CompletableFuture<T> within(
      Actor actor, String child, List<String> added, Supplier<CompletableFuture<T>> naming) {
    List<String> adopted = new ArrayList<>();
    CompletableFuture<Done> all = CompletableFuture.completedFuture(Done.DONE);
    for (String parent : added) {
      all =
          all.thenCompose(done -> requireNoCycle(child, parent))
              .thenCompose(done -> adopt(actor, child, parent))
              .thenApply(
                  done -> {
                    adopted.add(parent);
                    return done;
                  });
    }
    return all.thenCompose(done -> naming.get())
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                adopted.forEach(parent -> abandon(child, parent));
              }
            });
  }

  private CompletableFuture<Done> adopt(Actor actor, String child, String parent) {
    return lanes.submit(
        parent,
        work -> {
          access.requireKnown(actor, work);
          NodeConfiguration configuration = work.node().configuration();
          if (!access.mayAssociate(actor, work)) {
            access.require(actor, Action.OWN, work);
          }
          if (!configuration.isCollection()) {
            throw new PubSubException(Reason.NOT_A_COLLECTION, "'" + parent + "' is no collection");
          }
          List<String> children = configuration.get(NodeOptions.CHILDREN);
          if (!children.contains(child)) {
            int most = configuration.get(NodeOptions.CHILDREN_MAX);
            if (children.size() >= most) {
              throw new PubSubException(
                  Reason.TOO_MANY_CHILDREN,
                  "'%s' has its limit of %d nodes".formatted(parent, most));
            }
            List<String> more = new ArrayList<>(children);
            more.add(child);
            work.configure(configuration.with(NodeOptions.CHILDREN, List.copyOf(more)));
          }
          return Done.DONE;
        });
  }

  /** A node has left a collection, which may be gone, unless it has come back by now. */
  void abandon(String child, String parent) {
    log(
        parent,
        lanes
            .submit(child, CollectionNodes::parents)
            .thenCompose(
                parents ->
                    parents.contains(parent)
                        ? CompletableFuture.completedFuture(Done.DONE)
                        : lanes.submit(
                            parent,
                            work -> {
                              if (work.exists()) {
                                without(work, NodeOptions.CHILDREN, child);
                              }
                              return Done.DONE;
                            })));
  }

  /** A collection is gone; the node stays (XEP-0248, section 8.2). */
  void orphan(String child, String parent) {
    log(
        child,
        lanes.submit(
            child,
            work -> {
              if (work.exists()) {
                without(work, NodeOptions.COLLECTION, parent);
              }
              return Done.DONE;
            }));
  }

  private static void without(NodeWork work, Option<List<String>> option, String name) {
    NodeConfiguration configuration = work.node().configuration();
    List<String> names = configuration.get(option);
    if (names.contains(name)) {
      work.configure(
          configuration.with(option, names.stream().filter(n -> !n.equals(name)).toList()));
    }
  }

  private CompletableFuture<Done> requireNoCycle(String child, String parent) {
    return walk(child, new ArrayList<>(List.of(parent)), 0);
  }

  private CompletableFuture<Done> walk(String child, List<String> above, int at) {
    if (at == above.size()) {
      return CompletableFuture.completedFuture(Done.DONE);
    }
    String name = above.get(at);
    if (name.equals(child) || above.size() > MOST_ABOVE) {
      return CompletableFuture.failedFuture(
          new PubSubException(
              Reason.CYCLE,
              name.equals(child)
                  ? "'" + child + "' would be in itself"
                  : "A node has at most " + MOST_ABOVE + " collections above it"));
    }
    return lanes
        .submit(name, CollectionNodes::parents)
        .thenCompose(
            parents -> {
              parents.stream().filter(p -> !above.contains(p)).forEach(above::add);
              return walk(child, above, at + 1);
            });
  }

  private static List<String> parents(NodeWork work) {
    return work.exists() ? work.node().configuration().collections() : List.of();
  }

  /** Says so when nobody waits for the answer. */
  static void log(String name, CompletableFuture<Done> answer) {
    CompletableFuture<Done> unused =
        answer.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                log.warn(
                    "The collections of '{}' missed something: {}", name, failure.getMessage());
              }
            });
  }
}
