package dev.herald.server.script;

import dev.herald.server.XmppServer;
import dev.herald.server.sasl.Peer;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.Outbound;
import dev.herald.server.websocket.WebSocketChannel;
import dev.herald.server.websocket.WebSocketStream;

/** WebSockets without a socket: messages are handed over as calls. */
final class FakeTransport implements ScriptTransport {

  private final XmppServer server;

  FakeTransport(XmppServer server) {
    this.server = server;
  }

  @Override
  public ScriptConnection connect() {
    Inbox inbox = new Inbox();
    WebSocketStream stream = server.accept(new Channel(inbox));
    return new FramedConnection(
        new FramedConnection.Wire() {
          @Override
          public void send(String message) {
            stream.received(message);
          }

          @Override
          public void cut() {
            stream.closed(DisconnectReason.CONNECTION_LOST);
          }
        },
        inbox);
  }

  private record Channel(Inbox inbox) implements WebSocketChannel {

    @Override
    public Peer peer() {
      return new Peer("127.0.0.1", true, null, null);
    }

    @Override
    public void send(Outbound message) {
      FramedConnection.received(message.xml(), inbox);
    }

    @Override
    public void close(int code, String reason) {
      inbox.lost(code + " " + reason);
    }
  }
}
