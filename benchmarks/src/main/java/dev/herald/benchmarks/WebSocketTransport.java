package dev.herald.benchmarks;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** RFC 7395: one stanza a frame. */
final class WebSocketTransport implements Transport, WebSocketFraming.Control {

  private static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";

  private final XmppEndpoint server;
  private final Listener listener;
  private final WebSocketFraming framing = new WebSocketFraming(false, this::message, this);
  private @Nullable Wire wire;
  private boolean upgraded;

  WebSocketTransport(XmppEndpoint server, Listener listener) {
    this.server = server;
    this.listener = listener;
  }

  @Override
  public void connected(Wire connected) {
    wire = connected;
    connected.write(WebSocketFraming.upgrade(server.port(), server.webSocketPath()));
  }

  @Override
  public void received(byte[] bytes, int from, int to) {
    framing.received(bytes, from, to);
  }

  private void message(byte[] bytes, int from, int to, int wireBytes) {
    if (upgraded) {
      listener.stanzas(bytes, from, to, wireBytes);
    } else {
      upgraded = true;
      listener.connected();
    }
  }

  @Override
  public void ping(byte[] payload) {
    wire().write(WebSocketFraming.pong(payload));
  }

  @Override
  public void closed(String reason) {
    listener.closed(reason);
  }

  @Override
  public void openStream() {
    send("<open xmlns='" + FRAMING + "' to='" + server.domain() + "' version='1.0'/>");
  }

  @Override
  public void send(String stanza) {
    wire().write(WebSocketFraming.text(stanza));
  }

  @Override
  public boolean isOpen() {
    return wire().isOpen();
  }

  @Override
  public void drop() {
    wire().close();
  }

  @Override
  public void close() {
    send("<close xmlns='" + FRAMING + "'/>");
    wire().close();
  }

  private Wire wire() {
    return Objects.requireNonNull(wire, "not connected yet");
  }
}
