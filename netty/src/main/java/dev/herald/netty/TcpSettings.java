package dev.herald.netty;

import dev.herald.server.session.Connection;
import dev.herald.server.session.Connection.StartTls;
import dev.herald.server.session.Outbound;
import dev.herald.server.session.Session;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of one TCP port have in common.
 *
 * @param domain the server's own
 * @param namespace of the stanzas: {@code jabber:client}, or that of XEP-0114 for components
 * @param sessions begins the session of a new connection
 * @param certificates for TLS, if there is any
 * @param plaintext whether a peer from elsewhere may go on without TLS
 */
record TcpSettings(
    String domain,
    String namespace,
    XmlLimits limits,
    long outboundBytes,
    Function<Connection, Session> sessions,
    @Nullable Certificates certificates,
    boolean plaintext) {

  private static final String CLIENT_DECLARATION = "xmlns=\"" + Namespaces.CLIENT + "\"";
  private static final String COMPONENT_DECLARATION = "xmlns=\"" + Namespaces.COMPONENT + "\"";

  /** What one may send who has not logged in yet: as little as RFC 6120, section 13.12, lets be. */
  private static final int STRANGER_BYTES = 10_000;

  XmlLimits limits(boolean loggedIn) {
    return loggedIn || !isVersioned() || limits.stanzaBytes() < STRANGER_BYTES
        ? limits
        : limits.withStanzaBytes(STRANGER_BYTES);
  }

  /** Components have no version, no STARTTLS and no stream management. */
  boolean isVersioned() {
    return namespace.equals(Namespaces.CLIENT);
  }

  StartTls startTls(Channel channel) {
    if (certificates == null || !isVersioned()) {
      return StartTls.NONE;
    }
    return plaintext || Peers.isLoopback(channel) ? StartTls.OFFERED : StartTls.REQUIRED;
  }

  SslHandler newTls(ByteBufAllocator allocator) {
    if (certificates == null) {
      throw new IllegalStateException("There is no certificate");
    }
    return certificates.newHandler(allocator);
  }

  /** The element as the session knows it. */
  XmlElement toClient(XmlElement element) {
    return isVersioned() ? element : element.withNamespace(namespace, Namespaces.CLIENT);
  }

  /** The element as the peer knows it. */
  Outbound fromClient(Outbound element) {
    if (isVersioned()) {
      return element;
    }
    String xml = element.xml();
    int at = xml.indexOf(CLIENT_DECLARATION);
    return at < 0
        ? element
        : Outbound.of(
            xml.substring(0, at)
                + COMPONENT_DECLARATION
                + xml.substring(at + CLIENT_DECLARATION.length()));
  }
}
