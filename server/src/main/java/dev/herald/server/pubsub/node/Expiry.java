package dev.herald.server.pubsub.node;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * When a subscription ends by itself (XEP-0060, sections 12.5 and 12.19).
 *
 * @param at the end of a lease; null for none
 * @param withPresence whether it ends when its subscriber is no longer available
 */
public record Expiry(@Nullable Instant at, boolean withPresence) {

  public static final Expiry NEVER = new Expiry(null, false);
  public static final Expiry PRESENCE = new Expiry(null, true);

  /** Reads a date and time (XEP-0082), {@code presence}, or an empty text; null for others. */
  static @Nullable Expiry of(String text) {
    if (text.isEmpty()) {
      return NEVER;
    }
    if (text.equals("presence")) {
      return PRESENCE;
    }
    try {
      return new Expiry(OffsetDateTime.parse(text).toInstant(), false);
    } catch (DateTimeException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return withPresence ? "presence" : at == null ? "" : at.toString();
  }
}
