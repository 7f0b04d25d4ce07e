package dev.herald.server.websocket;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.Connection;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.InboundStream;
import dev.herald.server.session.Outbound;
import dev.herald.server.session.StreamHeader;
import dev.herald.server.session.StreamXml;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * XMPP in WebSocket messages (RFC 7395): each is one complete element, and {@code <open/>} and
 * {@code <close/>} stand for the tags of the stream.
 */
public final class WebSocketStream implements Connection {

  private static final Outbound CLOSE = Outbound.of(XmlElement.empty(Namespaces.FRAMING, "close"));

  private final WebSocketChannel channel;
  private final XmlLimits limits;
  private final InboundStream session;

  /**
   * @param accept begins the stream of a new connection
   */
  public WebSocketStream(
      WebSocketChannel channel,
      XmlLimits limits,
      Function<Connection, ? extends InboundStream> accept) {
    this.channel = channel;
    this.limits = limits;
    this.session = accept.apply(this);
  }

  /** A text message has come in. For one thread at a time. */
  public void received(String message) {
    byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
    received(utf8, 0, utf8.length);
  }

  /** The same, as UTF-8; the bytes are not kept. */
  public void received(byte[] utf8, int offset, int length) {
    XmlElement element;
    try {
      element = XmlStreamReader.parseDocument(utf8, offset, length, limits);
    } catch (XmlStreamException e) {
      session.broken(e);
      return;
    }
    if (element.is(Namespaces.FRAMING, "open")) {
      session.opened(StreamHeader.of(element));
    } else if (element.is(Namespaces.FRAMING, "close")) {
      session.closed(this, DisconnectReason.CLIENT_CLOSED);
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

  /**
   * The WebSocket is closed, or the transport has given it up. One that is closed without an end of
   * the stream is lost to a client that can resume (RFC 7395, section 3.6.1).
   */
  public void closed(DisconnectReason reason) {
    boolean lost = reason == DisconnectReason.CLIENT_CLOSED && session.isResumable();
    session.closed(this, lost ? DisconnectReason.CONNECTION_LOST : reason);
  }

  /** The peer does not read, and the bound on what waits for it is reached. */
  public void slow() {
    session.disconnect(
        new StreamError(
            StreamError.Condition.POLICY_VIOLATION, "You do not read what is sent to you"),
        DisconnectReason.SLOW_CONSUMER);
  }

  /** See {@link InboundStream#heard}. */
  public long heard(int bytes) {
    return session.heard(bytes);
  }

  @Override
  public Peer peer() {
    return channel.peer();
  }

  @Override
  public void open(String domain, String streamId) {
    open(domain, streamId, "en");
  }

  @Override
  public void open(String domain, String streamId, String lang) {
    channel.send(
        Outbound.of(
            XmlElement.builder(Namespaces.FRAMING, "open")
                .attribute("from", domain)
                .attribute("id", streamId)
                .attribute("version", "1.0")
                .attribute("xml:lang", lang)
                .build()));
  }

  @Override
  public void send(Outbound element) {
    channel.send(element);
  }

  @Override
  public long waiting() {
    return channel.waiting();
  }

  @Override
  public void whenDrained(Runnable task) {
    channel.whenDrained(task);
  }

  @Override
  public void suspend(boolean stop) {
    channel.suspend(stop);
  }

  @Override
  public void ping() {
    channel.ping();
  }

  @Override
  public boolean isResumable() {
    return true;
  }

  @Override
  public void close(@Nullable StreamError error, DisconnectReason reason) {
    if (error != null) {
      channel.send(Outbound.of(StreamXml.error(error)));
    }
    // A stream that only its connection to the server has lost may be resumed (XEP-0198), unless
    // its end is told (RFC 7395, section 3.6.1).
    if (error != null || reason != DisconnectReason.REMOTE_LOST) {
      channel.send(CLOSE);
    }
    String detail = error == null ? "" : ": " + error.condition().wireName();
    channel.close(reason.webSocketCode(), reason.label() + detail);
  }
}
