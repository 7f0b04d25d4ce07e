package dev.herald.netty;

import dev.herald.server.WebStreams;
import dev.herald.server.web.HostMeta;
import dev.herald.server.web.Origins;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the connections of the HTTP port have in common.
 *
 * @param late counts the connections that were closed because no request came in time
 * @param request how long a request may take to come in, and how long a connection may be idle
 */
record HttpSettings(
    WebStreams streams,
    Origins origins,
    HostMeta meta,
    StaticFiles files,
    LongAdder late,
    Duration request) {

  /** Room for the {@code <body/>} around a stanza. */
  private static final int WRAPPER_BYTES = 4096;

  int maxContent() {
    return streams.xml().stanzaBytes() + WRAPPER_BYTES;
  }
}
