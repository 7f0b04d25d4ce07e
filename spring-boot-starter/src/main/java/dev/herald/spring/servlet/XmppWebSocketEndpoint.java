package dev.herald.spring.servlet;

import dev.herald.server.XmppServer;
import dev.herald.server.sasl.Peer;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.websocket.WebSocketStream;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket: the container's events for the stream. */
final class XmppWebSocketEndpoint extends Endpoint {

  private static final Logger log = LoggerFactory.getLogger(XmppWebSocketEndpoint.class);

  private final XmppServer server;
  private final Peer peer;
  private volatile @Nullable WebSocketStream stream;

  XmppWebSocketEndpoint(XmppServer server, Peer peer) {
    this.server = server;
    this.peer = peer;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    ServletWebSocketChannel channel =
        new ServletWebSocketChannel(session, peer, server.settings().outboundBytes());
    WebSocketStream opened = server.accept(channel);
    channel.onBroken(opened::closed);
    stream = opened;
    session.addMessageHandler(
        String.class, new TextMessages(opened, session, server.settings().xml().stanzaBytes()));
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    WebSocketStream open = stream;
    if (open == null) {
      return;
    }
    boolean orderly =
        reason.getCloseCode() == CloseCodes.NORMAL_CLOSURE
            || reason.getCloseCode() == CloseCodes.GOING_AWAY;
    open.closed(orderly ? DisconnectReason.CLIENT_CLOSED : DisconnectReason.CONNECTION_LOST);
  }

  @Override
  public void onError(Session session, Throwable error) {
    // A connection that breaks is no fault of the server's; onClose follows.
    log.debug("The WebSocket of {} failed", peer, error);
  }
}
