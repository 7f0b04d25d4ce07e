package dev.herald.server.pubsub.faults;

import dev.herald.server.pubsub.EventSink;
import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Notes what the subscribers of nodes are told, each as its version, a sign and the item. */
final class ToldChanges implements EventSink {

  private final Map<String, List<String>> byNode = new ConcurrentHashMap<>();

  @Override
  public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
    long version = event.node().version();
    if (event instanceof NodeEvent.Published published) {
      note(event, version + " +" + published.item().id());
    } else if (event instanceof NodeEvent.Retracted retracted) {
      note(event, version + " -" + retracted.itemId());
    } else {
      note(event, version + " " + event.getClass().getSimpleName());
    }
  }

  /** Events of one node come one at a time. */
  private void note(NodeEvent event, String what) {
    byNode.computeIfAbsent(event.node().name(), name -> new ArrayList<>()).add(what);
  }

  @Override
  public void tell(NodeEvent event, Collection<Jid> bareJids) {
    // Of people, not of items.
  }

  List<String> at(String node) {
    return byNode.getOrDefault(node, List.of());
  }
}
