package dev.herald.server.websocket;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.Outbound;

/** A WebSocket as its transport offers it. The methods neither block nor throw; thread-safe. */
public interface WebSocketChannel {

  Peer peer();

  /** Sends a text message; what waits is bounded, and a peer that does not read is cut off. */
  void send(Outbound message);

  /** How many bytes wait to be written; what is sent beyond the bound cuts the peer off. */
  default long waiting() {
    return 0;
  }

  /** Runs a task as soon as nothing waits any more. One at a time. */
  default void whenDrained(Runnable task) {
    task.run();
  }

  /** Stops to read, or goes on. */
  default void suspend(boolean stop) {}

  /** Sends a ping, whose pong is told by {@link WebSocketStream#heard}. */
  default void ping() {}

  /** Closes with a code of RFC 6455, section 7.4, after what has been sent before. */
  void close(int code, String reason);
}
