package dev.herald.server.messaging;

import dev.herald.server.routing.StanzaRouter;
import dev.herald.server.session.Session;
import dev.herald.server.session.SessionRegistry;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.XmlElement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The users of this server, as the router needs them. */
public final class Users implements StanzaRouter.Users {

  private final Presences presences;
  private final Messages messages;

  public Users(SessionRegistry sessions) {
    this.presences = new Presences(sessions);
    this.messages = new Messages(sessions, presences);
  }

  /** Registers a listener that is told each full JID with its initial presence. */
  public void onAvailable(Consumer<Jid> listener) {
    presences.onAvailable(listener);
  }

  /** Registers a listener that is told each full JID which is no longer available. */
  public void onUnavailable(Consumer<Jid> listener) {
    presences.onUnavailable(listener);
  }

  /** How a resource is available, {@code online} when it does not say; null when it is not. */
  public @Nullable String show(Jid fullJid) {
    return presences.show(fullJid);
  }

  @Override
  public void message(XmlElement message, Jid to) {
    messages.deliver(message, to);
  }

  @Override
  public void presence(Session from, XmlElement presence, @Nullable Jid to) {
    presences.handle(from, presence, to);
  }
}
