package dev.herald.netty;

import dev.herald.server.sasl.Peer;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import org.slf4j.Logger;

/** Tells failures that come from outside, which are common, from the server's own. */
final class Failures {

  private Failures() {}

  static void tell(Logger log, Peer peer, Throwable cause) {
    // A connection that breaks is no fault of the server's, nor is what is no TLS.
    if (cause instanceof IOException || cause instanceof CodecException) {
      log.debug("The connection of {} failed", peer, cause);
    } else {
      log.error("The connection of {} is closed because of a fault of the server's", peer, cause);
    }
  }
}
