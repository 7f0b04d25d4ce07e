package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.EventSink;
import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.NotificationType;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.server.session.Outbound;
import dev.herald.server.session.Session;
import dev.herald.server.session.SessionRegistry;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;

/**
 * XEP-0060, section 7.1.2 and the other notifications: tells subscribers. The {@code <event/>} is
 * written once and only addressed for each of them.
 */
public final class PubSubNotifier implements EventSink {

  private final Jid service;
  private final SessionRegistry sessions;

  public PubSubNotifier(Jid service, SessionRegistry sessions) {
    this.service = service;
    this.sessions = sessions;
  }

  @Override
  public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
    byte[] head = head(event);
    byte[] tail = bytes("\">" + NodeEventXml.of(event, service) + "</message>");
    for (Subscription subscription : subscriptions) {
      if (subscription.isPlain() || subscription.options().get(SubscriptionOptions.DELIVER)) {
        send(subscription.jid(), head, tail);
      }
    }
  }

  @Override
  public void tell(NodeEvent event, Collection<Jid> jids) {
    byte[] head = head(event);
    byte[] tail = bytes("\">" + NodeEventXml.of(event, service) + "</message>");
    jids.forEach(jid -> send(jid, head, tail));
  }

  private void send(Jid to, byte[] head, byte[] tail) {
    for (Session session : sessions.addressed(to)) {
      byte[] address = session.isComponent() ? escaped(to) : session.address();
      session.send(Outbound.addressed(head, address, tail));
    }
  }

  private byte[] head(NodeEvent event) {
    if (event instanceof NodeEvent.SubscriptionRequested requested) {
      return request(requested.subscription().subid());
    }
    return bytes(start(event, service) + " to=\"");
  }

  /** The message without an addressee, as an archive has it. */
  static String message(NodeEvent event, Jid service) {
    return start(event, service) + ">" + NodeEventXml.of(event, service) + "</message>";
  }

  private static String start(NodeEvent event, Jid service) {
    NotificationType type = event.node().configuration().get(NodeOptions.NOTIFICATION_TYPE);
    return "<message xmlns=\""
        + Namespaces.CLIENT
        + "\" type=\""
        + type.name().toLowerCase(Locale.ROOT)
        + "\" from=\""
        + service
        + "\"";
  }

  /** Section 8.6: it is to be answered, and the answer has the same id. */
  private byte[] request(String id) {
    return bytes(
        "<message xmlns=\"%s\" id=\"%s\" from=\"%s\" to=\""
            .formatted(Namespaces.CLIENT, id, service));
  }

  private static byte[] escaped(Jid jid) {
    StringBuilder value = new StringBuilder();
    XmlWriter.writeAttributeValue(jid.toString(), value);
    return bytes(value.toString());
  }

  private static byte[] bytes(String xml) {
    return xml.getBytes(StandardCharsets.UTF_8);
  }
}
