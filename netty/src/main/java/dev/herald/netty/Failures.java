package dev.herald.netty;

import dev.herald.server.sasl.Peer;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;

/**
 * What is told of failures. What the peer has sent stands in the messages of some, as in that of
 * clear text where TLS was due, which may be a password: such messages are not written.
 */
final class Failures {

  private Failures() {}

  /** Tells those that come from outside, which are common, from the server's own. */
  static void tell(Logger log, Peer peer, Throwable cause) {
    // A connection that breaks is no fault of the server's, nor is what is no TLS.
    if (cause instanceof IOException || cause instanceof CodecException) {
      log.debug("The connection of {} failed: {}", peer, reason(cause));
    } else {
      log.error("The connection of {} is closed because of a fault of the server's", peer, cause);
    }
  }

  /** In a word or two, none of which is the peer's. */
  static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    Throwable origin = failure instanceof CodecException && cause != null ? cause : failure;
    String name = origin.getClass().getSimpleName();
    // Those of the JDK name alerts and versions; Netty's show the bytes.
    boolean ours = origin.getClass().getName().startsWith("javax.net.ssl.");
    return origin instanceof SSLException && ours ? name + ": " + origin.getMessage() : name;
  }
}
