package dev.herald.server.pubsub;

import dev.herald.server.sasl.Login;
import dev.herald.xmpp.Jid;
import org.jspecify.annotations.Nullable;

/** Who asks the PubSub service for something. */
public sealed interface Actor {

  /** The application that this server runs in: it may do everything. */
  record Application() implements Actor {}

  /**
   * A client.
   *
   * @param jid its full JID; where it is about a subscription that is there, what is subscribed
   * @param login who has logged in; null where it is about a subscription of somebody who is not
   *     connected
   */
  record Client(Jid jid, @Nullable Login login) implements Actor {

    /** A client of whom only the address is known. */
    public Client(Jid jid) {
      this(jid, null);
    }
  }

  /**
   * A component (XEP-0114), for an address of its domain: it may do everything too, since whoever
   * runs the server has let it in.
   */
  record Component(Jid jid) implements Actor {}

  Actor APPLICATION = new Application();

  /** The address that asks; null for the application. */
  static @Nullable Jid jid(Actor actor) {
    if (actor instanceof Client client) {
      return client.jid();
    }
    return actor instanceof Component component ? component.jid() : null;
  }
}
