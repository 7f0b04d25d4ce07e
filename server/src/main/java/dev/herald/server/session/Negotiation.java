package dev.herald.server.session;

import dev.herald.xmpp.XmlElement;
import org.jspecify.annotations.Nullable;

/** What a stream is before its stanzas count: how its peer becomes somebody. */
interface Negotiation {

  /** The peer has opened its stream, or opened it again. */
  void opened(@Nullable String to);

  void received(XmlElement element);
}
