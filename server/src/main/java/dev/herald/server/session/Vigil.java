package dev.herald.server.session;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.StreamError.Condition;
import dev.herald.xmpp.XmlElement;
import java.time.Duration;

/**
 * Watches how long a session is silent: without a login, without a word, without a connection. All
 * times are of {@link System#nanoTime}.
 */
final class Vigil {

  private final long begun;
  private volatile long heard;
  private volatile long pinged;
  private volatile boolean waiting;
  private volatile long detached;
  private volatile boolean away;

  Vigil(long now) {
    this.begun = now;
    this.heard = now;
  }

  void heard(long now) {
    heard = now;
    waiting = false;
  }

  void detached(long now) {
    detached = now;
    away = true;
  }

  void attached() {
    away = false;
  }

  void tick(Session session, StreamLimits limits, Connection connection, long now) {
    if (session.boundJid() == null) {
      if (isOver(begun, limits.loginTimeout(), now)) {
        session.disconnect(
            new StreamError(Condition.CONNECTION_TIMEOUT, "No login within the time for it"),
            DisconnectReason.LOGIN_TIMEOUT);
      }
    } else if (away) {
      if (isOver(detached, limits.resumption(), now)) {
        session.disconnect(null, DisconnectReason.RESUMPTION_TIMEOUT);
      }
    } else if (!connection.findsSilentPeers()) {
      if (waiting) {
        if (isOver(pinged, limits.pingTimeout(), now)) {
          session.disconnect(
              new StreamError(Condition.CONNECTION_TIMEOUT, "You did not answer a ping"),
              DisconnectReason.IDLE_TIMEOUT);
        }
      } else if (isOver(heard, limits.idleTimeout(), now)) {
        pinged = now;
        waiting = true;
        session.send(ping(session));
      }
    }
  }

  /** XEP-0199, section 4.1; a client that does not know it answers by an error, which will do. */
  private static XmlElement ping(Session session) {
    return XmlElement.builder(Namespaces.CLIENT, "iq")
        .attribute("type", "get")
        .attribute("id", "ping-" + Secrets.token())
        .attribute("from", session.jid().domain())
        .attribute("to", session.jid().toString())
        .add(XmlElement.empty("urn:xmpp:ping", "ping"))
        .build();
  }

  private static boolean isOver(long since, Duration limit, long now) {
    return now - since > limit.toNanos();
  }
}
