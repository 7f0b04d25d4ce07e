package dev.herald.server.routing;

import dev.herald.server.session.Session;
import dev.herald.server.session.SessionRegistry;
import dev.herald.server.session.StanzaHandler;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StanzaError;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each stanza to the service or the session that it is for (RFC 6120, section 10), and sees
 * to it that every request is answered exactly once (section 8.2.3).
 */
public final class StanzaRouter implements StanzaHandler {

  private static final Logger log = LoggerFactory.getLogger(StanzaRouter.class);

  /** What is between users. */
  public interface Users {

    /** A message to a user; throws {@link StanzaException} when nobody takes it. */
    void message(XmlElement message, Jid to);

    /** A presence; {@code to} is null when it is for all who may see it. */
    void presence(Session from, XmlElement presence, @Nullable Jid to);
  }

  private final Map<Jid, Service> services = new HashMap<>();
  private final Service server;
  private final SessionRegistry sessions;
  private final Users users;

  /**
   * Routes for one server.
   *
   * @param server what is meant when a stanza has no {@code to}
   * @param others reached by their address
   */
  public StanzaRouter(Service server, List<Service> others, SessionRegistry sessions, Users users) {
    this.server = server;
    this.sessions = sessions;
    this.users = users;
    services.put(server.jid(), server);
    others.forEach(service -> services.put(service.jid(), service));
  }

  @Override
  public void handle(Session session, XmlElement stanza) {
    try {
      String to = stanza.attribute("to");
      Jid address = to == null ? null : Jid.parse(to);
      switch (stanza.name()) {
        case "iq" -> iq(session, stanza, address);
        case "message" -> message(session, stanza, address);
        default -> presence(session, stanza, address);
      }
    } catch (StanzaException e) {
      refuse(session, stanza, e.error());
    } catch (RuntimeException e) {
      failed(session, stanza, e);
    }
  }

  /** Section 8.3.1: an error is never answered by one, and a result asks for nothing. */
  private static void refuse(Session session, XmlElement stanza, StanzaError error) {
    String type = stanza.attribute("type");
    if (!"error".equals(type) && !"result".equals(type)) {
      XmlElement.Builder answer = reply(stanza, "error");
      if (error.returned() != null) {
        answer.add(error.returned());
      }
      session.send(answer.add(error.toXml()).build());
    }
  }

  private void iq(Session session, XmlElement iq, @Nullable Jid to) {
    String type = iq.attribute("type");
    boolean request = "get".equals(type) || "set".equals(type);
    if (!request && !"result".equals(type) && !"error".equals(type)) {
      throw new StanzaException(
          Condition.BAD_REQUEST, "The type of an IQ is get, set, result or error");
    }
    if (iq.attribute("id") == null || (request && iq.children().size() != 1)) {
      throw new StanzaException(
          Condition.BAD_REQUEST,
          "A request has an id and exactly one child element (RFC 6120, section 8.2.3)");
    }
    Service service = service(session, to);
    if (service == null && to != null) {
      forward(iq, to);
    } else if (request) {
      Service answering = service == null ? server : service;
      answer(session, iq, answering, "set".equals(type));
    }
  }

  /** An account's own address is answered by the server in its stead (RFC 6121, section 8.5.2). */
  private @Nullable Service service(Session session, @Nullable Jid to) {
    if (to == null || (to.equals(session.jid().bare()) && !session.isComponent())) {
      return server;
    }
    return services.get(to);
  }

  private static void answer(Session session, XmlElement iq, Service service, boolean set) {
    XmlElement payload = iq.children().get(0);
    IqHandler handler =
        service
            .handler(payload.namespace())
            .orElseThrow(
                () ->
                    new StanzaException(
                        Condition.SERVICE_UNAVAILABLE,
                        "'" + service.jid() + "' does not know '" + payload.namespace() + "'"));
    CompletableFuture<IqAnswer> answer =
        handler.answer(
            new IqRequest(
                sender(session, iq),
                service.jid(),
                set,
                payload,
                session.isComponent(),
                session.login()));
    CompletableFuture<IqAnswer> unused =
        answer.whenComplete((result, failure) -> answered(session, iq, result, failure));
  }

  private static void answered(
      Session session, XmlElement iq, @Nullable IqAnswer answer, @Nullable Throwable failure) {
    if (answer != null) {
      session.send(result(iq, answer.payload()));
      if (answer.afterwards() != null) {
        answer.afterwards().run();
      }
      return;
    }
    unanswered(session, iq, failure);
  }

  private static void unanswered(Session session, XmlElement stanza, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof StanzaException refusal) {
      refuse(session, stanza, refusal.error());
    } else {
      failed(session, stanza, cause);
    }
  }

  private static Jid sender(Session session, XmlElement stanza) {
    return session.isComponent()
        ? Jid.parse(String.valueOf(stanza.attribute("from")))
        : session.jid();
  }

  private static void failed(Session session, XmlElement stanza, @Nullable Throwable e) {
    log.error("A stanza of {} could not be handled", session, e);
    refuse(
        session,
        stanza,
        new StanzaError(Condition.INTERNAL_SERVER_ERROR, "The server failed; its log says why"));
  }

  /** To a resource (RFC 6121, section 8.5.3.1), or to a component. */
  private void forward(XmlElement iq, Jid to) {
    boolean reachable = to.isFull() || sessions.component(to.domain()).isPresent();
    Session target = reachable ? sessions.addressed(to).stream().findFirst().orElse(null) : null;
    if (target == null) {
      throw unreachable(to);
    }
    target.send(iq);
  }

  private void message(Session session, XmlElement message, @Nullable Jid to) {
    Jid address = to == null ? session.jid().bare() : to;
    if (sessions.component(address.domain()).isPresent()) {
      sessions.addressed(address).forEach(component -> component.send(message));
      return;
    }
    Service service = services.get(address);
    if (service != null && service.messages().isPresent()) {
      receive(session, message, service.messages().get());
    } else if (service != null || !isHere(address)) {
      throw unreachable(address);
    } else {
      users.message(message, address);
    }
  }

  /** Errors come back for what the service has sent, and ask for nothing. */
  private static void receive(Session session, XmlElement message, MessageHandler handler) {
    if ("error".equals(message.attribute("type"))) {
      return;
    }
    CompletableFuture<?> unused =
        handler
            .receive(sender(session, message), session.isComponent(), session.login(), message)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    unanswered(session, message, failure);
                  }
                });
  }

  private void presence(Session session, XmlElement presence, @Nullable Jid to) {
    if (to != null && services.containsKey(to)) {
      // A service needs to know nobody's presence: notifications go to whoever is connected.
      return;
    }
    if (to != null && !isHere(to) && sessions.component(to.domain()).isEmpty()) {
      throw unreachable(to);
    }
    if (session.isComponent()) {
      if (to != null) {
        sessions.addressed(to).forEach(target -> target.send(presence));
      }
      return;
    }
    users.presence(session, presence, to);
  }

  private boolean isHere(Jid address) {
    return address.domain().equals(server.jid().domain()) && address.local() != null;
  }

  private StanzaException unreachable(Jid to) {
    boolean known =
        to.domain().equals(server.jid().domain())
            || services.keySet().stream().anyMatch(jid -> jid.domain().equals(to.domain()));
    return known
        ? new StanzaException(Condition.SERVICE_UNAVAILABLE, "Nobody is at '" + to + "'")
        : new StanzaException(
            Condition.REMOTE_SERVER_NOT_FOUND,
            "'" + to.domain() + "' is another server; this one does not speak with others");
  }

  private static XmlElement result(XmlElement request, @Nullable XmlElement payload) {
    XmlElement.Builder result = reply(request, "result");
    if (payload != null) {
      result.add(payload);
    }
    return result.build();
  }

  private static XmlElement.Builder reply(XmlElement request, String type) {
    return XmlElement.builder(Namespaces.CLIENT, request.name())
        .attribute("type", type)
        .attribute("id", request.attribute("id"))
        .attribute("from", request.attribute("to"))
        .attribute("to", request.attribute("from"));
  }
}
