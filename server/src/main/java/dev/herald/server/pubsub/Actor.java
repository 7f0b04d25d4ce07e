package dev.herald.server.pubsub;

import dev.herald.xmpp.Jid;

/** Who asks the PubSub service for something. */
public sealed interface Actor {

  /** The application that this server runs in: it may do everything. */
  record Application() implements Actor {}

  /** A client, by its full JID. */
  record Client(Jid jid) implements Actor {}

  Actor APPLICATION = new Application();
}
