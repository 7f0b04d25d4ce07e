package dev.herald.server.websocket;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.Outbound;

/** A WebSocket as its transport offers it. The methods neither block nor throw; thread-safe. */
public interface WebSocketChannel {

  Peer peer();

  /** Sends a text message; what waits is bounded, and a peer that does not read is cut off. */
  void send(Outbound message);

  /** Closes with a code of RFC 6455, section 7.4, after what has been sent before. */
  void close(int code, String reason);
}
