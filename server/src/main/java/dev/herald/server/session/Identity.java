package dev.herald.server.session;

import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.StreamError.Condition;
import dev.herald.xmpp.XmlElement;
import org.jspecify.annotations.Nullable;

/** Whose stanzas a session may send, by their {@code from}. */
enum Identity {
  /** RFC 6120, section 8.1.2.1: its own address, which is stamped on. */
  CLIENT {
    @Override
    @Nullable XmlElement stamp(Session session, XmlElement stanza) {
      Jid self = session.jid();
      String from = stanza.attribute("from");
      if (from != null && !from.equals(self.toString()) && !from.equals(self.bare().toString())) {
        session.protocolError(Condition.INVALID_FROM, "You are " + self + ", not " + from);
        return null;
      }
      return stanza.toBuilder().attribute("from", self.toString()).build();
    }
  },
  /** XEP-0114, section 3: any address of its domain, which it has to name. */
  COMPONENT {
    @Override
    @Nullable XmlElement stamp(Session session, XmlElement stanza) {
      String domain = session.jid().domain();
      String from = stanza.attribute("from");
      try {
        if (from != null && Jid.parse(from).domain().equals(domain)) {
          return stanza;
        }
      } catch (StanzaException e) {
        // Answered below, as an address of somebody else is.
      }
      session.protocolError(
          Condition.INVALID_FROM, "'" + from + "' is no address of '" + domain + "'");
      return null;
    }
  };

  /** The stanza with the address that it comes from; null when it ended the stream. */
  abstract @Nullable XmlElement stamp(Session session, XmlElement stanza);
}
