package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.EventSink;
import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.pubsub.Readers;
import dev.herald.server.pubsub.node.ChangeId;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.NotificationType;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.session.Session;
import dev.herald.server.session.SessionRegistry;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0060, section 7.1.2 and the other notifications: tells subscribers. The {@code <event/>} is
 * written once and only addressed for each of them. An address with several subscriptions is told
 * once (section 6.1.6).
 */
public final class PubSubNotifier implements EventSink {

  private final Jid service;
  private final SessionRegistry sessions;
  private final Availability availability;
  private final Readers readers;

  /**
   * Tells by sessions.
   *
   * @param readers who of the subscribers may be told
   */
  public PubSubNotifier(
      Jid service, SessionRegistry sessions, Availability availability, Readers readers) {
    this.service = service;
    this.sessions = sessions;
    this.availability = availability;
    this.readers = readers;
  }

  @Override
  public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
    Notification notification =
        new Notification(event, service, sessions, availability, recipients(event.node()));
    // Those of one address follow one another.
    Subscription single = null;
    List<Subscription> several = List.of();
    for (Subscription next : subscriptions) {
      if (single != null && single.jid().equals(next.jid())) {
        several = several.isEmpty() ? new ArrayList<>(List.of(single)) : several;
        several.add(next);
      } else {
        send(notification, single, several);
        single = next;
        several = List.of();
      }
    }
    send(notification, single, several);
  }

  /**
   * Each session is asked about, as those of one account may have logged in as different people.
   */
  private Predicate<Session> recipients(Node node) {
    Predicate<Actor.Client> asked = readers.notified(node).orElse(null);
    return asked == null
        ? session -> true
        : session ->
            session.isComponent() || asked.test(new Actor.Client(session.jid(), session.login()));
  }

  private static void send(
      Notification notification, @Nullable Subscription single, List<Subscription> several) {
    if (!several.isEmpty()) {
      notification.send(several);
    } else if (single != null) {
      notification.send(single);
    }
  }

  @Override
  public void tell(NodeEvent event, Collection<Jid> jids) {
    Notification notification =
        new Notification(event, service, sessions, availability, session -> true);
    jids.forEach(notification::send);
  }

  /** The message without an addressee, as an archive has it. */
  static String message(NodeEvent event, Jid service) {
    return start(event, service) + ">" + NodeEventXml.of(event, service) + "</message>";
  }

  /** Its start tag, up to the addressee; with an id, as section 7.1.2 wants it. */
  static String start(NodeEvent event, Jid service) {
    // Of no use to who comes later, whatever the node's notifications are.
    NotificationType type =
        event instanceof NodeEvent.Changed
            ? NotificationType.HEADLINE
            : event.node().configuration().get(NodeOptions.NOTIFICATION_TYPE);
    return "<message xmlns=\""
        + Namespaces.CLIENT
        + "\" type=\""
        + type.name().toLowerCase(Locale.ROOT)
        + "\" id=\""
        + event.id().map(ChangeId::toString).orElseGet(() -> UUID.randomUUID().toString())
        + "\" from=\""
        + service
        + "\"";
  }
}
