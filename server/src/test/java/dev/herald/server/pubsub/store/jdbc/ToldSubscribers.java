package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.EventSink;
import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Notes who was told what, a line each. */
final class ToldSubscribers implements EventSink {

  private final List<String> lines = new ArrayList<>();

  @Override
  public synchronized void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
    subscriptions.forEach(s -> lines.add(s.jid() + " " + what(event)));
  }

  @Override
  public synchronized void tell(NodeEvent event, Collection<Jid> bareJids) {
    bareJids.forEach(jid -> lines.add(jid + " " + what(event)));
  }

  synchronized List<String> drain() {
    List<String> all = List.copyOf(lines);
    lines.clear();
    return all;
  }

  private static String what(NodeEvent event) {
    if (event instanceof NodeEvent.Published published) {
      return "+" + published.item().id();
    } else if (event instanceof NodeEvent.Retracted retracted) {
      return "-" + retracted.itemId();
    } else if (event instanceof NodeEvent.Purged) {
      return "purged";
    } else if (event instanceof NodeEvent.Deleted deleted) {
      return "moved to " + deleted.redirect();
    } else if (event instanceof NodeEvent.OfCollection child) {
      return child.collection() + ":" + what(child.event());
    } else if (event instanceof NodeEvent.SubscriptionRequested asked) {
      return "asked by " + asked.subscription().jid();
    } else if (event instanceof NodeEvent.SubscriptionChanged changed) {
      return "is " + changed.subscription().state();
    }
    return event.getClass().getSimpleName();
  }
}
