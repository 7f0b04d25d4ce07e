package dev.herald.server.bosh;

import dev.herald.server.session.Connection;
import dev.herald.server.session.Session;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * XEP-0124: BOSH. Takes the HTTP requests of all clients and finds the session of each.
 * Thread-safe; every request is answered exactly once.
 */
public final class BoshEndpoint {

  private final XmlLimits limits;
  private final long outboundBytes;
  private final Function<Connection, Session> accept;
  private final ScheduledExecutorService timer;
  private final Map<String, BoshSession> sessions = new ConcurrentHashMap<>();

  /**
   * @param outboundBytes what may wait for one client
   * @param accept begins the session of a new connection
   * @param timer for the times that requests and sessions may last
   */
  public BoshEndpoint(
      XmlLimits limits,
      long outboundBytes,
      Function<Connection, Session> accept,
      ScheduledExecutorService timer) {
    this.limits = limits;
    this.outboundBytes = outboundBytes;
    this.accept = accept;
    this.timer = timer;
  }

  public void handle(BoshRequest request, BoshResponder responder) {
    XmlElement body;
    Long rid;
    try {
      body = BoshBody.parse(request.body(), limits);
      rid = BoshBody.number(body, "rid");
    } catch (XmlStreamException e) {
      responder.respond(BoshBody.terminate(null, e.error(), List.of()));
      return;
    }
    if (rid == null) {
      responder.respond(BoshBody.terminate("bad-request", null, List.of()));
      return;
    }
    String sid = body.attribute("sid");
    if (sid == null) {
      create(request, body, rid, responder);
      return;
    }
    BoshSession session = sessions.get(sid);
    // Whoever else learns a sid can do nothing with it: for them it does not exist.
    if (session == null || !isSamePeer(session, request)) {
      responder.respond(BoshBody.terminate("item-not-found", null, List.of()));
      return;
    }
    session.request(body, rid, responder);
  }

  /** How many sessions there are. */
  public int size() {
    return sessions.size();
  }

  private void create(BoshRequest request, XmlElement body, long rid, BoshResponder responder) {
    String sid = UUID.randomUUID().toString();
    BoshSession session =
        new BoshSession(
            sid,
            request.peer(),
            BoshTerms.of(body),
            outboundBytes,
            timer,
            () -> sessions.remove(sid));
    sessions.put(sid, session);
    session.start(accept, body, rid, responder);
  }

  private static boolean isSamePeer(BoshSession session, BoshRequest request) {
    return Objects.equals(session.peer().principal(), request.peer().principal())
        && Objects.equals(session.peer().login(), request.peer().login());
  }
}
