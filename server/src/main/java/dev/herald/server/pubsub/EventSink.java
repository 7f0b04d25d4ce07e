package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.util.Collection;

/**
 * Where the events of nodes go. Events of one node come in their order, one at a time; those of
 * several nodes at once. It must neither block nor throw.
 */
public interface EventSink {

  /** An event for subscribers. */
  void deliver(NodeEvent event, Collection<Subscription> subscriptions);

  /** An event for certain accounts, subscribed or not. */
  void tell(NodeEvent event, Collection<Jid> bareJids);
}
