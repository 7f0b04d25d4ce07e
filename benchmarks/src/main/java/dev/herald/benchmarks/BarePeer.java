package dev.herald.benchmarks;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection to {@link BareWriter}: a subscriber, or the publisher. */
final class BarePeer implements EventLoop.Peer, Publisher, WebSocketFraming.Control {

  private final int node;
  private final Runnable ready;
  private final Framing.Sink messages;
  private final WebSocketFraming framing;
  private @Nullable Wire wire;
  private boolean welcomed;

  /**
   * @param node what it subscribes to, or {@link BareWriter#PUBLISHER}
   */
  BarePeer(int node, Runnable ready, Framing.Sink messages) {
    this.node = node;
    this.ready = ready;
    this.messages = messages;
    this.framing = new WebSocketFraming(true, this::message, this);
  }

  @Override
  public void connected(Wire connected) {
    wire = connected;
    connected.write(ByteBuffer.allocate(4).putInt(node).array());
  }

  @Override
  public void received(byte[] bytes, int from, int to) {
    framing.received(bytes, from, to);
  }

  private void message(byte[] bytes, int from, int to, int wireBytes) {
    if (welcomed) {
      messages.message(bytes, from, to, wireBytes);
    } else {
      welcomed = true;
      ready.run();
    }
  }

  @Override
  public void ping(byte[] payload) {
    throw new IllegalStateException("The bare writer does not ping");
  }

  @Override
  public void closed(String reason) {
    throw new IllegalStateException("The bare writer does not close: " + reason);
  }

  @Override
  public void publish(int to, long number) {
    byte[] frame = WebSocketFraming.serverText(Stanzas.message(Shape.node(to), number));
    ByteBuffer trigger = ByteBuffer.allocate(8 + frame.length);
    Objects.requireNonNull(wire, "not connected yet")
        .write(trigger.putInt(to).putInt(frame.length).put(frame).array());
  }

  /** Nothing is confirmed, beyond what is received. */
  @Override
  public int unconfirmed() {
    return 0;
  }
}
