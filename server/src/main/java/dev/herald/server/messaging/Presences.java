package dev.herald.server.messaging;

import dev.herald.server.session.Session;
import dev.herald.server.session.SessionRegistry;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Presence without a roster (RFC 6121, section 4): a user's own resources see one another, and
 * whoever is told directly. Thread-safe.
 */
final class Presences {

  /** To how many others one resource may tell its presence directly. */
  private static final int MAX_DIRECTED = 1_000;

  private static final Set<String> SUBSCRIPTION =
      Set.of("subscribe", "subscribed", "unsubscribe", "unsubscribed");

  private static final Set<String> SHOWS = Set.of("chat", "away", "xa", "dnd");

  private static final class Resource {
    private volatile @Nullable XmlElement available;
    private volatile int priority;
    private final Set<Jid> told = ConcurrentHashMap.newKeySet();
  }

  private final SessionRegistry sessions;
  private final Map<Jid, Resource> resources = new ConcurrentHashMap<>();

  private final List<Consumer<Jid>> availableListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Jid>> unavailableListeners = new CopyOnWriteArrayList<>();

  Presences(SessionRegistry sessions) {
    this.sessions = sessions;
    sessions.onUnbound(this::gone);
  }

  /** Registers a listener that is told each full JID with its initial presence. */
  void onAvailable(Consumer<Jid> listener) {
    availableListeners.add(listener);
  }

  /** Registers a listener that is told each full JID which is no longer available. */
  void onUnavailable(Consumer<Jid> listener) {
    unavailableListeners.add(listener);
  }

  /** How a resource is available, {@code online} when it does not say; null when it is not. */
  @Nullable String show(Jid fullJid) {
    Resource resource = resources.get(fullJid);
    XmlElement presence = resource == null ? null : resource.available;
    if (presence == null) {
      return null;
    }
    String show =
        presence.child(Namespaces.CLIENT, "show").map(XmlElement::text).orElse("").strip();
    return SHOWS.contains(show) ? show : "online";
  }

  /** The sessions of an account that take messages to its bare JID (section 8.5.2.1.1). */
  Collection<Session> available(Jid bareJid) {
    return sessions.addressed(bareJid).stream().filter(this::takesMessages).toList();
  }

  private boolean takesMessages(Session session) {
    Resource resource = resources.get(session.jid());
    return resource != null && resource.available != null && resource.priority >= 0;
  }

  /**
   * A presence of a client.
   *
   * @param to null when it is for all who may see it
   */
  void handle(Session session, XmlElement presence, @Nullable Jid to) {
    String type = presence.attribute("type");
    boolean unavailable = "unavailable".equals(type);
    if (type != null && SUBSCRIPTION.contains(type)) {
      throw new StanzaException(
          Condition.SERVICE_UNAVAILABLE, "This server has no rosters, so nobody to subscribe to");
    }
    if (type != null && !unavailable) {
      if (type.equals("probe") || type.equals("error")) {
        return;
      }
      throw new StanzaException(
          Condition.BAD_REQUEST, "'" + type + "' is no type of presence (RFC 6121, section 4.7.1)");
    }
    Jid self = session.jid();
    if (to != null) {
      direct(self, presence, to, unavailable);
    } else if (unavailable) {
      leave(self, presence);
    } else {
      announce(session, presence);
    }
  }

  /** Section 4.2: initial presence, and later changes of it. */
  private void announce(Session session, XmlElement presence) {
    Jid self = session.jid();
    Resource resource = resources.computeIfAbsent(self, jid -> new Resource());
    boolean initial = resource.available == null;
    resource.priority = priority(presence);
    resource.available = presence;
    if (sessions.find(self).isEmpty()) {
      // It has left in between, and whoever cleans up after it did not find this.
      resources.remove(self);
      return;
    }
    for (Session other : sessions.addressed(self.bare())) {
      XmlElement theirs = stanzaOf(other);
      if (theirs == null) {
        continue;
      }
      other.send(addressed(presence, other.jid()));
      if (initial && other != session) {
        session.send(addressed(theirs, self));
      }
    }
    if (initial) {
      availableListeners.forEach(listener -> listener.accept(self));
    }
  }

  private @Nullable XmlElement stanzaOf(Session session) {
    Resource resource = resources.get(session.jid());
    return resource == null ? null : resource.available;
  }

  /** Section 4.6: directed presence. */
  private void direct(Jid self, XmlElement presence, Jid to, boolean unavailable) {
    Resource resource = resources.computeIfAbsent(self, jid -> new Resource());
    if (unavailable) {
      resource.told.remove(to);
    } else if (resource.told.size() < MAX_DIRECTED) {
      resource.told.add(to);
    } else {
      throw new StanzaException(
          Condition.RESOURCE_CONSTRAINT,
          "Presence can be told to at most " + MAX_DIRECTED + " addresses directly");
    }
    if (sessions.find(self).isEmpty()) {
      // As in announce.
      resources.remove(self);
      return;
    }
    sessions.addressed(to).forEach(other -> other.send(addressed(presence, to)));
  }

  /** Section 4.5.2: who was told of the one is told of the other. */
  private void leave(Jid self, XmlElement stanza) {
    Resource resource = resources.remove(self);
    if (resource == null) {
      return;
    }
    if (resource.available != null) {
      for (Session other : sessions.addressed(self.bare())) {
        if (stanzaOf(other) != null) {
          other.send(addressed(stanza, other.jid()));
        }
      }
    }
    for (Jid to : resource.told) {
      sessions.addressed(to).forEach(other -> other.send(addressed(stanza, to)));
    }
    if (resource.available != null) {
      unavailableListeners.forEach(listener -> listener.accept(self));
    }
  }

  private void gone(Jid fullJid) {
    if (resources.containsKey(fullJid)) {
      leave(
          fullJid,
          XmlElement.builder(Namespaces.CLIENT, "presence")
              .attribute("type", "unavailable")
              .attribute("from", fullJid.toString())
              .build());
    }
  }

  private static int priority(XmlElement presence) {
    return presence
        .child(Namespaces.CLIENT, "priority")
        .map(XmlElement::text)
        .map(
            text -> {
              try {
                return Integer.valueOf(Byte.parseByte(text.strip()));
              } catch (NumberFormatException e) {
                throw new StanzaException(
                    Condition.BAD_REQUEST,
                    "A priority is a number from -128 to 127, not '" + text + "'");
              }
            })
        .orElse(0);
  }

  private static XmlElement addressed(XmlElement stanza, Jid to) {
    return stanza.toBuilder().attribute("to", to.toString()).build();
  }
}
