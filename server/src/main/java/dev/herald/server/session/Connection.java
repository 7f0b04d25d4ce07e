package dev.herald.server.session;

import dev.herald.server.sasl.Peer;
import dev.herald.xmpp.StreamError;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link InboundStream} needs from a transport. Every method may be called by any thread,
 * at any time, and must neither block nor throw: a peer that is slow or gone is the transport's to
 * find out and to tell by {@link InboundStream#closed}.
 */
public interface Connection {

  /** What STARTTLS (RFC 6120, section 5) is to this connection. */
  enum StartTls {
    /** There is none: the transport has it, or is without. */
    NONE,
    /** It is offered, and may be left out. */
    OFFERED,
    /** Nothing goes on without it. */
    REQUIRED
  }

  /** Who is at the other end; asked again after TLS has begun. */
  Peer peer();

  /** Answers the peer's stream header in the framing of the transport. */
  void open(String domain, String streamId);

  /**
   * The same, where the language of what follows is not this server's own.
   *
   * @param lang as {@code xml:lang} has it
   */
  default void open(String domain, String streamId, String lang) {
    open(domain, streamId);
  }

  /** Sends one top-level element. */
  void send(Outbound element);

  /**
   * Sends the error, if any, and the end of the stream, then closes. Calls after the first do
   * nothing.
   */
  void close(@Nullable StreamError error, DisconnectReason reason);

  /** What comes next from the peer begins its stream again (RFC 6120, section 4.3.3). */
  default void restart() {}

  default StartTls startTls() {
    return StartTls.NONE;
  }

  /** Sends {@code <proceed/>} and begins TLS; the peer then opens its stream anew. */
  default void secure() {
    throw new IllegalStateException("This transport has no STARTTLS");
  }

  /** Whether a stream can outlive this connection (XEP-0198); it can where order is certain. */
  default boolean isResumable() {
    return false;
  }

  /** How many bytes wait for the peer, who has not read what was sent before. */
  default long waiting() {
    return 0;
  }

  /** Runs a task, on any thread, as soon as nothing waits for the peer. One at a time. */
  default void whenDrained(Runnable task) {
    task.run();
  }

  /**
   * Stops to take what the peer sends, or goes on; what has been read already may still come. Only
   * for transports of the web.
   */
  default void suspend(boolean stop) {}

  /** Asks the peer for a sign of life, which is told by {@link InboundStream#heard}. */
  default void ping() {}

  /** Whether the transport itself finds out that a silent peer is gone, as BOSH does. */
  default boolean findsSilentPeers() {
    return false;
  }
}
