package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * XEP-0248, section 5.3: what happens at a node, for its collections. It is passed on from lane to
 * lane, so that it stays in order.
 */
final class CollectionEvents {

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
    if (event.isOfItems()) {
      List<String> parents = event.node().configuration().collections();
      up(
          event,
          affiliated,
          event.node().name(),
          parents,
          parents.isEmpty() ? Set.of() : ConcurrentHashMap.newKeySet());
    }
  }

  private void up(
      NodeEvent event,
      Map<Jid, Affiliation> affiliated,
      String child,
      List<String> parents,
      Set<String> passed) {
    for (String parent : parents) {
      if (passed.add(parent)) {
        CollectionNodes.log(
            parent,
            lanes.submit(
                parent,
                work -> {
                  pass(work, event, affiliated, child, passed);
                  return Done.DONE;
                }));
      }
    }
  }

  private void pass(
      NodeWork work,
      NodeEvent event,
      Map<Jid, Affiliation> affiliated,
      String child,
      Set<String> passed) {
    if (!work.exists() || !work.node().configuration().get(NodeOptions.CHILDREN).contains(child)) {
      return;
    }
    List<Subscription> subscribed =
        work.state().subscribed().stream()
            .filter(s -> access.reaches(s.jid(), event.node(), affiliated))
            .toList();
    work.notify(new NodeEvent.OfCollection(event, work.name()), subscribed);
    List<String> parents = work.node().configuration().collections();
    if (!parents.isEmpty()) {
      String name = work.name();
      work.afterwards(() -> up(event, affiliated, name, parents, passed));
    }
  }
}
