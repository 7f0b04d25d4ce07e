package dev.herald.fuzz;

import dev.herald.server.XmppServer;
import dev.herald.server.sasl.Peer;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.Outbound;
import dev.herald.server.websocket.WebSocketChannel;
import dev.herald.server.websocket.WebSocketStream;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;

/** A client on a fake WebSocket that checks all that it is sent. */
final class FuzzedSocket implements WebSocketChannel {

  private static final String OPEN =
      "<open xmlns='" + Namespaces.FRAMING + "' to='localhost' version='1.0'/>";

  private final Peer peer;
  private final WebSocketStream stream;
  private String jid = "";
  private volatile boolean closed;

  FuzzedSocket(XmppServer server, Peer peer) {
    this.peer = peer;
    this.stream = server.accept(this);
  }

  /** Logs in anonymously and binds a resource. */
  FuzzedSocket login() {
    receive(OPEN);
    receive("<auth xmlns='" + Namespaces.SASL + "' mechanism='ANONYMOUS'>=</auth>");
    receive(OPEN);
    receive(
        "<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='"
            + Namespaces.BIND
            + "'><resource>r</resource></bind></iq>");
    if (jid.isEmpty()) {
      throw new AssertionError("The login did not work, so nothing behind it is tested");
    }
    return this;
  }

  void receive(String message) {
    if (!closed) {
      stream.received(message);
    }
  }

  void leave() {
    stream.closed(DisconnectReason.CONNECTION_LOST);
  }

  String jid() {
    return jid;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public void send(Outbound message) {
    XmlElement element = FuzzedServer.check(message.xml());
    element
        .child(Namespaces.BIND, "bind")
        .flatMap(bind -> bind.child(Namespaces.BIND, "jid"))
        .ifPresent(bound -> jid = bound.text());
  }

  @Override
  public void close(int code, String reason) {
    closed = true;
  }
}
