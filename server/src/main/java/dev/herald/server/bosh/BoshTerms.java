package dev.herald.server.bosh;

import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.XmlElement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What client and server agree on when a session is created (XEP-0124, section 7).
 *
 * @param longestWait the longest time that a request is held
 * @param hold how many requests are held at once; none in a polling session (section 12)
 * @param inactivity how long a client may go without a request
 * @param polling the shortest time between empty requests that do not wait
 * @param pause how long a client may announce to be away
 * @param version null for a client that knows no terminal binding conditions (section 17.1)
 * @param acknowledged whether both sides acknowledge (section 9)
 * @param contentType of all responses
 */
record BoshTerms(
    Duration longestWait,
    int hold,
    Duration inactivity,
    Duration polling,
    Duration pause,
    @Nullable BoshVersion version,
    boolean acknowledged,
    String contentType) {

  private static final String XML = "text/xml; charset=utf-8";

  /** A type that a browser renders would let a client's words run as the application's page. */
  private static final Set<String> HARMLESS_TYPES =
      Set.of("text/xml", "application/xml", "text/plain");

  /**
   * The lower of what the client asks for and what the server allows.
   *
   * @throws BoshRefusal with {@code bad-request} for what is no number or no version
   */
  static BoshTerms of(XmlElement body, BoshLimits limits) {
    long allowed = limits.longestWait().toSeconds();
    long wait = Math.min(asked(body, "wait", allowed), allowed);
    long hold = wait == 0 ? 0 : Math.min(asked(body, "hold", 1), limits.hold());
    String version = body.attribute("ver");
    // Who polls is heard of seldom, so its silence may last longer.
    Duration inactivity =
        hold > 0 ? limits.inactivity() : limits.inactivity().plus(limits.polling().multipliedBy(2));
    return new BoshTerms(
        Duration.ofSeconds(wait),
        (int) hold,
        inactivity,
        limits.polling(),
        limits.pause(),
        version == null ? null : BoshVersion.parse(version).orLower(BoshVersion.HIGHEST),
        "1".equals(body.attribute("ack")),
        contentType(body.attribute("content")));
  }

  /** How many requests a client may have open; also how far their ids may run ahead. */
  int requests() {
    return hold + 1;
  }

  boolean isPolling() {
    return hold == 0;
  }

  boolean isLegacy() {
    return version == null;
  }

  /** Adds what section 7.2 wants to be told. */
  void announce(Map<String, String> attributes) {
    attributes.put("wait", String.valueOf(longestWait.toSeconds()));
    attributes.put("hold", String.valueOf(hold));
    attributes.put("requests", String.valueOf(requests()));
    attributes.put("inactivity", String.valueOf(inactivity.toSeconds()));
    if (!polling.isZero()) {
      attributes.put("polling", String.valueOf(polling.toSeconds()));
    }
    if (!pause.isZero()) {
      attributes.put("maxpause", String.valueOf(pause.toSeconds()));
    }
    if (version != null) {
      attributes.put("ver", version.toString());
    }
  }

  private static long asked(XmlElement body, String attribute, long otherwise) {
    if (body.attribute(attribute) == null) {
      return otherwise;
    }
    Long number = BoshBody.number(body, attribute);
    if (number == null) {
      throw new BoshRefusal(
          BoshCondition.BAD_REQUEST,
          StreamError.Condition.BAD_FORMAT,
          "'%s' is a number, not '%s'".formatted(attribute, body.attribute(attribute)));
    }
    return number;
  }

  private static String contentType(@Nullable String asked) {
    if (asked == null) {
      return XML;
    }
    int end = asked.indexOf(';');
    String type = (end < 0 ? asked : asked.substring(0, end)).strip();
    return HARMLESS_TYPES.contains(type) ? type + "; charset=utf-8" : XML;
  }
}
