package dev.herald.server.session;

import dev.herald.server.sasl.Peer;
import dev.herald.xmpp.StreamError;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Session} needs from a transport. Every method may be called by any thread, at any
 * time, and must neither block nor throw: a peer that is slow or gone is the transport's to find
 * out and to tell by {@link Session#closed}.
 */
public interface Connection {

  Peer peer();

  /** Answers the peer's stream header in the framing of the transport. */
  void open(String domain, String streamId);

  /** Sends one top-level element, whose XML stands by itself. */
  void send(String xml);

  /**
   * Sends the error, if any, and the end of the stream, then closes. Calls after the first do
   * nothing.
   */
  void close(@Nullable StreamError error, DisconnectReason reason);
}
