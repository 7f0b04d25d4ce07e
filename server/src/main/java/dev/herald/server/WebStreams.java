package dev.herald.server;

import dev.herald.server.bosh.BoshEndpoint;
import dev.herald.server.session.Connection;
import dev.herald.server.session.InboundStream;
import dev.herald.server.websocket.WebSocketChannel;
import dev.herald.server.websocket.WebSocketStream;
import dev.herald.xmpp.XmlLimits;
import java.util.function.Function;

/**
 * What is behind an HTTP port: an {@link XmppServer}, or a bridge to another one.
 *
 * @param xml what one stanza may cost
 * @param outboundBytes what may wait for one client
 * @param accept begins the stream of a new connection
 * @param bosh where requests of BOSH go
 */
public record WebStreams(
    XmlLimits xml,
    long outboundBytes,
    Function<Connection, ? extends InboundStream> accept,
    BoshEndpoint bosh) {

  /** Begins a stream on a WebSocket (RFC 7395). */
  public WebSocketStream accept(WebSocketChannel channel) {
    return new WebSocketStream(channel, xml, accept);
  }
}
