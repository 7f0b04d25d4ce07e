package dev.herald.server.routing;

import dev.herald.server.session.Session;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each stanza to the service that it is for (RFC 6120, section 10), and sees to it that
 * every request is answered exactly once (section 8.2.3).
 */
public final class StanzaRouter implements StanzaHandler {

  private static final Logger log = LoggerFactory.getLogger(StanzaRouter.class);

  private final Map<Jid, Service> services = new HashMap<>();
  private final Service server;

  /**
   * @param server what is meant when a stanza has no {@code to}
   * @param others reached by their address
   */
  public StanzaRouter(Service server, List<Service> others) {
    this.server = server;
    services.put(server.jid(), server);
    others.forEach(service -> services.put(service.jid(), service));
  }

  @Override
  public void handle(Session session, XmlElement stanza) {
    String type = stanza.attribute("type");
    try {
      switch (stanza.name()) {
        case "iq" -> {
          if ("get".equals(type) || "set".equals(type)) {
            session.send(result(stanza, answer(session, stanza, "set".equals(type))));
          } else if (!"result".equals(type) && !"error".equals(type)) {
            throw new StanzaException(
                Condition.BAD_REQUEST, "The type of an IQ is get, set, result or error");
          }
        }
        case "message" -> {
          if (!"error".equals(type)) {
            throw new StanzaException(
                Condition.SERVICE_UNAVAILABLE, "This server carries PubSub, not messages");
          }
        }
        // Presence of any kind is accepted and told to nobody: notifications do not need it.
        default -> {}
      }
    } catch (StanzaException e) {
      session.send(error(stanza, e.error()));
    } catch (RuntimeException e) {
      log.error("A stanza of {} could not be handled", session, e);
      session.send(
          error(
              stanza,
              new StanzaError(
                  Condition.INTERNAL_SERVER_ERROR, "The server failed; its log says why")));
    }
  }

  private @Nullable XmlElement answer(Session session, XmlElement iq, boolean set) {
    List<XmlElement> payloads = iq.children();
    if (iq.attribute("id") == null || payloads.size() != 1) {
      throw new StanzaException(
          Condition.BAD_REQUEST,
          "A request has an id and exactly one child element (RFC 6120, section 8.2.3)");
    }
    String to = iq.attribute("to");
    Jid address = to == null ? server.jid() : Jid.parse(to);
    // An account's own address is answered by the server in its stead (RFC 6121, section 8.5.2).
    Service service = address.equals(session.jid().bare()) ? server : services.get(address);
    XmlElement payload = payloads.get(0);
    if (service == null) {
      throw new StanzaException(
          Condition.SERVICE_UNAVAILABLE, "There is no service at '" + address + "'");
    }
    IqHandler handler =
        service
            .handler(payload.namespace())
            .orElseThrow(
                () ->
                    new StanzaException(
                        Condition.SERVICE_UNAVAILABLE,
                        "'" + service.jid() + "' does not know '" + payload.namespace() + "'"));
    return handler.handle(new IqRequest(session.jid(), service.jid(), set, payload));
  }

  private static XmlElement result(XmlElement request, @Nullable XmlElement payload) {
    XmlElement.Builder result = reply(request, "result");
    if (payload != null) {
      result.add(payload);
    }
    return result.build();
  }

  private static XmlElement error(XmlElement request, StanzaError error) {
    return reply(request, "error").add(error.toXml()).build();
  }

  private static XmlElement.Builder reply(XmlElement request, String type) {
    return XmlElement.builder(Namespaces.CLIENT, request.name())
        .attribute("type", type)
        .attribute("id", request.attribute("id"))
        .attribute("from", request.attribute("to"))
        .attribute("to", request.attribute("from"));
  }
}
