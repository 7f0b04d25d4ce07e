package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.NotificationType;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.server.session.Outbound;
import dev.herald.server.session.Session;
import dev.herald.server.session.SessionRegistry;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The message that tells of one event, as each subscription's options want it (XEP-0060, section
 * 6.3). A component's addresses have no presence here: what depends on presence does not reach
 * them.
 */
final class Notification {

  private static final String SHIM = "http://jabber.org/protocol/shim";

  private final NodeEvent event;
  private final SessionRegistry sessions;
  private final Availability availability;
  private final boolean toAvailableOnly;
  private final byte[] head;
  private final String xml;
  private final byte[] plain;
  private @Nullable String body;

  Notification(NodeEvent event, Jid service, SessionRegistry sessions, Availability availability) {
    this.event = event;
    this.sessions = sessions;
    this.availability = availability;
    NodeConfiguration configuration = event.node().configuration();
    this.toAvailableOnly = configuration.get(NodeOptions.PRESENCE_BASED_DELIVERY);
    this.head = head(configuration.get(NodeOptions.NOTIFICATION_TYPE), service);
    this.xml = NodeEventXml.of(event, service);
    this.plain = tail("");
  }

  /** To an account or resource, whatever it is subscribed to. */
  void send(Jid to) {
    for (Session session : sessions.addressed(to)) {
      send(session, to, plain);
    }
  }

  /** To the only subscription of an address. */
  void send(Subscription subscription) {
    if (subscription.isPlain() && !toAvailableOnly) {
      send(subscription.jid());
    } else {
      send(List.of(subscription));
    }
  }

  /** To the subscriptions of one address, each of its sessions once. */
  void send(List<Subscription> subscriptions) {
    Instant now = Instant.now();
    List<Subscription> delivered = subscriptions.stream().filter(s -> isDelivered(s, now)).toList();
    if (delivered.isEmpty()) {
      return;
    }
    Jid to = delivered.get(0).jid();
    for (Session session : sessions.addressed(to)) {
      String show = session.isComponent() ? null : availability.show(session.jid());
      List<Subscription> wanted = delivered.stream().filter(s -> wants(s, show)).toList();
      if (!wanted.isEmpty()) {
        send(session, to, tail(wanted, subscriptions.size() > 1));
      }
    }
  }

  private static boolean isDelivered(Subscription subscription, Instant now) {
    Instant end = subscription.end();
    return subscription.options().get(SubscriptionOptions.DELIVER)
        && (end == null || now.isBefore(end));
  }

  private boolean wants(Subscription subscription, @Nullable String show) {
    List<String> shows = subscription.options().get(SubscriptionOptions.SHOW_VALUES);
    return show == null
        ? shows.isEmpty() && !toAvailableOnly
        : shows.isEmpty() || shows.contains(show);
  }

  private byte[] tail(List<Subscription> wanted, boolean several) {
    boolean withBody =
        wanted.stream().anyMatch(s -> s.options().get(SubscriptionOptions.INCLUDE_BODY));
    String more = (withBody ? body() : "") + (several && hasHeaders() ? headers(wanted) : "");
    return more.isEmpty() ? plain : tail(more);
  }

  /** Section 12.16: only where the content can depend on the subscription. */
  private boolean hasHeaders() {
    return event instanceof NodeEvent.Published
        || event instanceof NodeEvent.LastItem
        || event instanceof NodeEvent.Retracted;
  }

  /** Section 7.1.2.5: as the last child of the message. */
  private static String headers(List<Subscription> subscriptions) {
    XmlElement.Builder headers = XmlElement.builder(SHIM, "headers");
    for (Subscription subscription : subscriptions) {
      headers.add(
          XmlElement.builder(SHIM, "header").attribute("name", "SubID").text(subscription.subid()));
    }
    return headers.build().toString();
  }

  /** Along with a payload only (section 12.8). */
  private String body() {
    String known = body;
    if (known == null) {
      Item item =
          event instanceof NodeEvent.Published published
              ? published.item()
              : event instanceof NodeEvent.LastItem last ? last.item() : null;
      boolean hasPayload = item != null && event.node().configuration().deliverPayloads();
      known = item != null && hasPayload ? PayloadText.body(item.payload()) : "";
      body = known;
    }
    return known;
  }

  private static void send(Session session, Jid to, byte[] head, byte[] tail) {
    byte[] address = session.isComponent() ? escaped(to) : session.address();
    session.send(Outbound.addressed(head, address, tail));
  }

  private void send(Session session, Jid to, byte[] tail) {
    send(session, to, head, tail);
  }

  private byte[] tail(String more) {
    return bytes("\">" + xml + more + "</message>");
  }

  private static byte[] head(NotificationType type, Jid service) {
    return bytes(
        "<message xmlns=\""
            + Namespaces.CLIENT
            + "\" type=\""
            + type.name().toLowerCase(Locale.ROOT)
            + "\" from=\""
            + service
            + "\" to=\"");
  }

  private static byte[] escaped(Jid jid) {
    StringBuilder value = new StringBuilder();
    XmlWriter.writeAttributeValue(jid.toString(), value);
    return bytes(value.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
