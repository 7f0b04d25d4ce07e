package dev.herald.server.pubsub.stanza;

import dev.herald.xmpp.Jid;
import org.jspecify.annotations.Nullable;

/** What is known of the presence of sessions. Called by several threads at once. */
@FunctionalInterface
public interface Availability {

  /**
   * How a session is available: {@code chat}, {@code away}, {@code xa} or {@code dnd} (RFC 6121,
   * section 4.7.2.1), {@code online} when it does not say, or null when it is not.
   */
  @Nullable String show(Jid fullJid);
}
