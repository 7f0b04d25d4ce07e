package dev.herald.server.bosh;

import dev.herald.xmpp.XmlElement;
import java.time.Duration;

/**
 * What client and server agree on when a session is created (XEP-0124, section 7).
 *
 * @param longestWait the longest time that a request is held
 * @param hold how many requests are held at once
 * @param inactivity how long a client may go without a request
 */
record BoshTerms(Duration longestWait, int hold, Duration inactivity) {

  private static final long MAX_WAIT_SECONDS = 60;

  static BoshTerms of(XmlElement body) {
    Long wait = BoshBody.number(body, "wait");
    Long hold = BoshBody.number(body, "hold");
    return new BoshTerms(
        Duration.ofSeconds(wait == null ? MAX_WAIT_SECONDS : Math.min(wait, MAX_WAIT_SECONDS)),
        hold != null && hold == 0 ? 0 : 1,
        Duration.ofSeconds(60));
  }

  /** How many requests a client may have open; also how far their ids may run ahead. */
  int requests() {
    return hold + 1;
  }
}
