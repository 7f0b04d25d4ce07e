package dev.herald.server.session;

import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.StreamError.Condition;
import dev.herald.xmpp.XmlElement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * XEP-0198: what a client asks for of its stream: to enable stream management, to acknowledge, and
 * to go on on another connection. Called under the session's lock.
 */
final class StreamManagementRequests {

  private static final Logger log = LoggerFactory.getLogger(StreamManagementRequests.class);

  private final SessionHost host;
  private final Session session;

  StreamManagementRequests(SessionHost host, Session session) {
    this.host = host;
    this.session = session;
  }

  void handle(XmlElement element) {
    StreamManagement sm = session.management();
    if (element.name().equals("enable")) {
      enable(element, sm);
    } else if (sm == null || element.name().equals("resume")) {
      fail(session, "unexpected-request", "Not in this state of the stream", null);
    } else if (element.name().equals("r")) {
      session.write(sm.answer().toString());
    } else if (element.name().equals("a")) {
      acknowledged(sm, element.attribute("h"));
    } else {
      session.protocolError(
          Condition.UNSUPPORTED_STANZA_TYPE, "'" + element.name() + "' is not of XEP-0198");
    }
  }

  /** Section 3. */
  private void enable(XmlElement enable, @Nullable StreamManagement existing) {
    if (existing != null || session.isComponent()) {
      fail(session, "unexpected-request", "It is enabled already", null);
      return;
    }
    String wanted = enable.attribute("resume");
    long seconds = host.limits().resumption().toSeconds();
    boolean resumable =
        session.connection().isResumable()
            && seconds > 0
            && ("true".equals(wanted) || "1".equals(wanted));
    StreamManagement sm =
        new StreamManagement(
            Secrets.token(), resumable, host.limits().unackedStanzas(), host.outboundBytes());
    XmlElement.Builder enabled = XmlElement.builder(StreamManagement.NAMESPACE, "enabled");
    if (resumable) {
      enabled
          .attribute("id", sm.id())
          .attribute("resume", "true")
          .attribute("max", String.valueOf(seconds));
    }
    // Whatever is sent from now on counts, so it must come after this.
    synchronized (sm) {
      session.management(sm);
      session.write(enabled.build().toString());
    }
    if (resumable) {
      host.registry().resumable(sm.id(), session);
    }
  }

  /** Section 4. */
  private void acknowledged(StreamManagement sm, @Nullable String text) {
    Integer h = StreamManagement.count(text);
    boolean possible;
    String sent;
    synchronized (sm) {
      sent = sm.sent();
      possible = h != null && sm.acknowledged(h);
    }
    if (!possible) {
      session.disconnect(
          new StreamError(
              Condition.UNDEFINED_CONDITION,
              "You cannot have handled " + text + " stanzas of " + sent,
              XmlElement.builder(StreamManagement.NAMESPACE, "handled-count-too-high")
                  .attribute("h", text == null ? "" : text)
                  .attribute("send-count", sent)
                  .build()),
          DisconnectReason.PROTOCOL_ERROR);
    }
  }

  /**
   * Section 5: {@code old} goes on on the connection of {@code arrival}, which becomes it.
   *
   * @param h what the client has handled
   */
  static void resume(SessionRegistry registry, Session old, Session arrival, String id, int h) {
    Connection replaced;
    synchronized (old) {
      StreamManagement sm = old.management();
      if (old.hasEnded() || sm == null) {
        fail(arrival, "item-not-found", "The stream has ended", null);
        return;
      }
      // Whatever is sent meanwhile waits for this lock, and comes after what is sent again.
      synchronized (sm) {
        if (!sm.acknowledged(h)) {
          fail(arrival, "item-not-found", "You cannot have handled " + h, sm.h());
          return;
        }
        arrival.write(
            XmlElement.builder(StreamManagement.NAMESPACE, "resumed")
                .attribute("previd", id)
                .attribute("h", sm.h())
                .build()
                .toString());
        // Whoever logs in again is what the account system says now.
        old.loggedIn(arrival.login());
        replaced = old.moveTo(arrival.connection());
        sm.toResend().forEach(old.connection()::send);
        old.request(sm, true);
      }
    }
    arrival.becomes(old);
    if (!(replaced instanceof DetachedConnection)) {
      registry.count(DisconnectReason.RESUMED_ELSEWHERE);
    }
    replaced.close(
        new StreamError(Condition.CONFLICT, "The stream goes on on another connection"),
        DisconnectReason.RESUMED_ELSEWHERE);
    log.debug("{} has resumed its stream", old);
  }

  private static void fail(Session to, String condition, String text, @Nullable String h) {
    to.write(StreamManagement.failed(condition, text, h).toString());
  }
}
