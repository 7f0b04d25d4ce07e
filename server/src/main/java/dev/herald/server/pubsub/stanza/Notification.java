package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.server.session.Outbound;
import dev.herald.server.session.Session;
import dev.herald.server.session.SessionRegistry;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The message that tells of one event, as each subscription's options want it (XEP-0060, section
 * 6.3). A component's addresses have no presence here: what depends on presence does not reach
 * them.
 */
final class Notification {

  /** What has happened, at the node itself. */
  private final NodeEvent event;

  /** The collection that it is told for, if it is. */
  private final @Nullable String collection;

  private final SessionRegistry sessions;
  private final Availability availability;
  private final Predicate<Session> recipients;
  private final boolean toAvailableOnly;
  private final byte[] head;
  private final String xml;
  private final byte[] plain;
  private @Nullable String body;

  /**
   * @param recipients to which sessions it may go at all
   */
  Notification(
      NodeEvent event,
      Jid service,
      SessionRegistry sessions,
      Availability availability,
      Predicate<Session> recipients) {
    this.event = event instanceof NodeEvent.OfCollection passed ? passed.event() : event;
    this.collection = event instanceof NodeEvent.OfCollection passed ? passed.collection() : null;
    this.sessions = sessions;
    this.availability = availability;
    this.recipients = recipients;
    NodeConfiguration configuration = event.node().configuration();
    this.toAvailableOnly = configuration.get(NodeOptions.PRESENCE_BASED_DELIVERY);
    this.head = head(event, service);
    this.xml = NodeEventXml.of(this.event, service);
    this.plain = tail(Shim.headers(List.of(), collection));
  }

  /** To an account or resource, whatever it is subscribed to. */
  void send(Jid to) {
    for (Session session : sessions.addressed(to)) {
      if (recipients.test(session)) {
        send(session, to, plain);
      }
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
      if (!wanted.isEmpty() && recipients.test(session)) {
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
    boolean withSubids = several && hasSubids();
    if (!withBody && !withSubids) {
      return plain;
    }
    return tail(
        (withBody ? body() : "") + Shim.headers(withSubids ? wanted : List.of(), collection));
  }

  /** Section 12.16: only where the content can depend on the subscription. */
  private boolean hasSubids() {
    return event instanceof NodeEvent.Published
        || event instanceof NodeEvent.LastItem
        || event instanceof NodeEvent.Retracted;
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
    // Section 12.3: the address that is subscribed.
    byte[] address = session.isComponent() || !to.isFull() ? escaped(to) : session.address();
    session.send(Outbound.addressed(head, address, tail));
  }

  private void send(Session session, Jid to, byte[] tail) {
    send(session, to, head, tail);
  }

  private byte[] tail(String more) {
    return bytes("\">" + xml + more + "</message>");
  }

  private static byte[] head(NodeEvent event, Jid service) {
    if (event instanceof NodeEvent.SubscriptionRequested requested) {
      // Section 8.6: it is to be answered, and the answer has the same id.
      return bytes(
          "<message xmlns=\"%s\" id=\"%s\" from=\"%s\" to=\""
              .formatted(Namespaces.CLIENT, requested.subscription().subid(), service));
    }
    return bytes(PubSubNotifier.start(event, service) + " to=\"");
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
