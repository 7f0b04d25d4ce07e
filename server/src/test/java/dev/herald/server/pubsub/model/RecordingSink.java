package dev.herald.server.pubsub.model;

import dev.herald.server.pubsub.EventSink;
import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Notes who is told what of items and nodes; and that a node's versions only rise. */
final class RecordingSink implements EventSink {

  private final Map<String, String> told = new TreeMap<>();
  private final Map<String, Long> versions = new TreeMap<>();
  private @Nullable String failure;

  @Override
  public synchronized void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
    String what = what(event);
    long before = versions.merge(event.node().incarnation(), event.node().version(), Math::max);
    if (before > event.node().version()) {
      // Said by whoever asks: the service only logs what a sink throws.
      failure = what + " comes after version " + before;
    }
    subscriptions.forEach(s -> told.merge(s.jid().toString(), what, (a, b) -> a + " " + b));
  }

  @Override
  public void tell(NodeEvent event, Collection<Jid> bareJids) {
    // Of people: not compared here.
  }

  static String what(NodeEvent event) {
    String node = event.node().name();
    if (event instanceof NodeEvent.Published published) {
      return "+" + node + ":" + published.item().id();
    } else if (event instanceof NodeEvent.Retracted retracted) {
      return "-" + node + ":" + retracted.itemId();
    } else if (event instanceof NodeEvent.Purged) {
      return "purge:" + node;
    } else if (event instanceof NodeEvent.Deleted) {
      return "delete:" + node;
    } else if (event instanceof NodeEvent.OfCollection of) {
      return "in collection " + what(of.event());
    }
    return event.getClass().getSimpleName() + ":" + node;
  }

  /** What was told since the last call, by the addresses. */
  synchronized Map<String, String> drain() {
    if (failure != null) {
      throw new AssertionError(failure);
    }
    Map<String, String> all = new TreeMap<>(told);
    told.clear();
    return all;
  }
}
