package dev.herald.server.messaging;

import dev.herald.server.session.Session;
import dev.herald.server.session.SessionRegistry;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages to users who are online (RFC 6121, section 8.5); none is kept. Thread-safe. */
final class Messages {

  private final SessionRegistry sessions;
  private final Presences presences;

  Messages(SessionRegistry sessions, Presences presences) {
    this.sessions = sessions;
    this.presences = presences;
  }

  /**
   * Brings a message to a user's resources.
   *
   * @throws StanzaException {@code service-unavailable} when there is nobody to take it
   */
  void deliver(XmlElement message, Jid to) {
    String type = message.attribute("type");
    Collection<Session> receivers = to.isFull() ? sessions.addressed(to) : List.of();
    if (receivers.isEmpty() && !"groupchat".equals(type) && !isOnlyFor(type, to)) {
      // Section 8.5.3.2.1: a resource that has gone stands for its user.
      receivers = presences.available(to.bare());
    }
    if (receivers.isEmpty()) {
      if ("error".equals(type) || "headline".equals(type)) {
        return;
      }
      throw new StanzaException(
          Condition.SERVICE_UNAVAILABLE, "'" + to + "' is not online, and messages are not kept");
    }
    receivers.forEach(receiver -> receiver.send(message));
  }

  private static boolean isOnlyFor(@Nullable String type, Jid to) {
    return "error".equals(type) || (to.isFull() && "headline".equals(type));
  }
}
