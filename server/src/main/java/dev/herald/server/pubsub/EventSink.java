package dev.herald.server.pubsub;

import dev.herald.xmpp.Jid;
import java.util.Collection;

/**
 * Where the events of nodes go. Events of one node come in their order, one at a time; those of
 * several nodes at once. It must neither block nor throw.
 */
@FunctionalInterface
public interface EventSink {

  void deliver(NodeEvent event, Collection<Jid> subscribers);
}
