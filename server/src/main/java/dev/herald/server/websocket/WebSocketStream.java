package dev.herald.server.websocket;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.Connection;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.Session;
import dev.herald.server.session.StreamXml;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * XMPP in WebSocket messages (RFC 7395): each is one complete element, and {@code <open/>} and
 * {@code <close/>} stand for the tags of the stream.
 */
public final class WebSocketStream implements Connection {

  private final WebSocketChannel channel;
  private final XmlLimits limits;
  private final Session session;

  /**
   * @param accept begins the session of a new connection
   */
  public WebSocketStream(
      WebSocketChannel channel, XmlLimits limits, Function<Connection, Session> accept) {
    this.channel = channel;
    this.limits = limits;
    this.session = accept.apply(this);
  }

  /** A text message has come in. For one thread at a time. */
  public void received(String message) {
    XmlElement element;
    try {
      element = XmlStreamReader.parseDocument(message, limits);
    } catch (XmlStreamException e) {
      session.broken(e);
      return;
    }
    if (element.is(Namespaces.FRAMING, "open")) {
      session.opened(element.attribute("to"));
    } else if (element.is(Namespaces.FRAMING, "close")) {
      session.closed(DisconnectReason.CLIENT_CLOSED);
    } else {
      session.received(element);
    }
  }

  /** A text message has come in that the transport did not keep, because it is beyond the limit. */
  public void receivedTooMuch() {
    session.broken(
        new XmlStreamException(
            StreamError.Condition.POLICY_VIOLATION,
            "A stanza must not be larger than " + limits.stanzaBytes() + " bytes"));
  }

  /** The WebSocket is closed, or the transport has given it up. */
  public void closed(DisconnectReason reason) {
    session.closed(reason);
  }

  @Override
  public Peer peer() {
    return channel.peer();
  }

  @Override
  public void open(String domain, String streamId) {
    channel.send(
        XmlElement.builder(Namespaces.FRAMING, "open")
            .attribute("from", domain)
            .attribute("id", streamId)
            .attribute("version", "1.0")
            .attribute("xml:lang", "en")
            .build()
            .toString());
  }

  @Override
  public void send(String xml) {
    channel.send(xml);
  }

  @Override
  public void close(@Nullable StreamError error, DisconnectReason reason) {
    if (error != null) {
      channel.send(StreamXml.error(error));
    }
    channel.send(XmlElement.empty(Namespaces.FRAMING, "close").toString());
    String detail = error == null ? "" : ": " + error.condition().wireName();
    channel.close(reason.webSocketCode(), reason.label() + detail);
  }
}
