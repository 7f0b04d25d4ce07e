package dev.herald.server.session;

import dev.herald.xmpp.XmlElement;

/** What happens to the stanzas of a session once its resource is bound. */
@FunctionalInterface
public interface StanzaHandler {

  /** Handles one stanza, on the thread that received it. */
  void handle(Session session, XmlElement stanza);
}
