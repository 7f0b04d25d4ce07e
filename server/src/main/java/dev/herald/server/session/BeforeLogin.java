package dev.herald.server.session;

import dev.herald.server.sasl.Peer;
import dev.herald.xmpp.XmlElement;

/**
 * What a peer may ask before it has logged in. Called where waiting is allowed, by many at once.
 */
public interface BeforeLogin {

  /** The stream feature that tells of it. */
  XmlElement feature();

  /** Whether this is such a request. */
  boolean isRequest(XmlElement element);

  /** The answer to a request, an IQ. */
  XmlElement answer(XmlElement request, Peer peer);
}
