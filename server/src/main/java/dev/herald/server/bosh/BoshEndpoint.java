package dev.herald.server.bosh;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.Connection;
import dev.herald.server.session.InboundStream;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0124: BOSH. Takes the HTTP requests of all clients and finds the session of each.
 * Thread-safe; every request is answered exactly once.
 */
public final class BoshEndpoint {

  /** Nobody guesses so much (section 19.3 asks for ids that cannot be foreseen). */
  private static final int SID_BYTES = 18;

  private final XmlLimits xml;
  private final BoshLimits limits;
  private final long outboundBytes;
  private final Function<Connection, ? extends InboundStream> accept;
  private final BoshTime time;
  private final BoshSessions sessions;
  private final SecureRandom random = new SecureRandom();

  /** With the default limits. */
  public BoshEndpoint(
      XmlLimits xml,
      long outboundBytes,
      Function<Connection, ? extends InboundStream> accept,
      ScheduledExecutorService timer) {
    this(xml, BoshLimits.DEFAULT, outboundBytes, accept, timer);
  }

  /**
   * @param outboundBytes what may wait for one client; as much again is kept of what was sent last
   * @param accept begins the stream of a new connection
   * @param timer for the times that requests and sessions may last
   */
  public BoshEndpoint(
      XmlLimits xml,
      BoshLimits limits,
      long outboundBytes,
      Function<Connection, ? extends InboundStream> accept,
      ScheduledExecutorService timer) {
    this(xml, limits, outboundBytes, accept, BoshTime.of(timer));
  }

  BoshEndpoint(
      XmlLimits xml,
      BoshLimits limits,
      long outboundBytes,
      Function<Connection, ? extends InboundStream> accept,
      BoshTime time) {
    this.xml = xml;
    this.limits = limits;
    this.outboundBytes = outboundBytes;
    this.accept = accept;
    this.time = time;
    this.sessions = new BoshSessions(limits.sessions(), limits.sessionsPerAddress());
  }

  public void handle(BoshRequest request, BoshResponder responder) {
    XmlElement body;
    try {
      body = BoshBody.parse(request.body(), xml);
    } catch (XmlStreamException e) {
      responder.respond(BoshBody.terminate(BoshCondition.BAD_REQUEST, e.error(), List.of()));
      return;
    }
    String sid = body.attribute("sid");
    Long rid = BoshBody.number(body, "rid");
    if (sid == null) {
      create(request.peer(), body, rid == null ? 0 : rid, responder);
      return;
    }
    BoshSession session = sessions.find(sid);
    // Whoever else learns a sid can do nothing with it: for them it does not exist.
    if (session == null || !session.owner().permits(request.peer())) {
      responder.respond(BoshBody.terminate(BoshCondition.ITEM_NOT_FOUND, null, List.of()));
    } else if (rid == null) {
      session.end(BoshCondition.BAD_REQUEST);
      responder.respond(BoshBody.terminate(BoshCondition.BAD_REQUEST, null, List.of()));
    } else {
      session.request(new BoshCall(rid, body, responder));
    }
  }

  /**
   * Creates a session that is logged in and bound already, for a page that takes it over: one that
   * is given its JID, session id and request id and needs no credentials. Nobody taking it, it ends
   * after {@link BoshLimits#inactivity}.
   *
   * @param peer whose principal is the account. With a login, only requests of that login may use
   *     the session, and it ends with it; without, the session id is all that is needed.
   * @param resource to ask for; null for one that the server makes up
   * @throws IllegalArgumentException when the peer has no principal
   * @throws IllegalStateException when there are too many sessions, or the login is refused
   */
  public Prebound prebind(Peer peer, @Nullable String resource) {
    if (peer.principal() == null) {
      throw new IllegalArgumentException(
          "A session is prebound for an account, so the peer must have a principal: " + peer);
    }
    if (!sessions.reserve(peer.network())) {
      throw new IllegalStateException(
          "There are too many BOSH sessions, in all or of the address of " + peer);
    }
    Prebinding client = new Prebinding(1L + random.nextInt(Integer.MAX_VALUE), resource);
    BoshCall first = client.creation();
    BoshTerms terms = BoshTerms.of(first.body(), limits);
    Owner owner = peer.login() == null ? Owner.whoeverKnowsTheId() : Owner.login(peer);
    BoshSession session = start(peer, owner, terms, first);
    try {
      String jid = client.bind(session);
      return new Prebound(
          jid,
          session.sid(),
          client.next(),
          terms.longestWait().toSeconds(),
          terms.hold(),
          terms.requests());
    } catch (IllegalStateException e) {
      session.end(BoshCondition.UNDEFINED_CONDITION);
      sessions.remove(session.sid());
      throw e;
    }
  }

  /** How many sessions there are. */
  public int size() {
    return sessions.size();
  }

  private void create(Peer peer, XmlElement body, long rid, BoshResponder responder) {
    try {
      if (rid == 0) {
        throw new BoshRefusal(
            BoshCondition.BAD_REQUEST,
            StreamError.Condition.BAD_FORMAT,
            "The first 'rid' is a number from 1 to 9007199254740991");
      }
      String to = body.attribute("to");
      // There is one domain only, so who names none means it; who names nothing is mistaken.
      if (to != null && to.isBlank()) {
        throw new BoshRefusal(
            BoshCondition.IMPROPER_ADDRESSING,
            StreamError.Condition.HOST_UNKNOWN,
            "The attribute 'to' is empty; it names the server's domain");
      }
      BoshTerms terms = BoshTerms.of(body, limits);
      if (sessions.reserve(peer.network())) {
        start(peer, Owner.same(peer), terms, new BoshCall(rid, body, responder));
      } else {
        throw new BoshRefusal(
            BoshCondition.POLICY_VIOLATION,
            StreamError.Condition.RESOURCE_CONSTRAINT,
            "There are too many BOSH sessions, in all or of your address; try again later");
      }
    } catch (BoshRefusal e) {
      int status = body.attribute("ver") == null ? e.condition().legacyStatus() : 0;
      String text = BoshBody.terminate(e.condition(), e.error(), List.of());
      if (status == 0) {
        responder.respond(text);
      } else {
        responder.refuse(status, text);
      }
    }
  }

  private BoshSession start(Peer peer, Owner owner, BoshTerms terms, BoshCall first) {
    byte[] bytes = new byte[SID_BYTES];
    random.nextBytes(bytes);
    String sid = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    BoshSession session =
        new BoshSession(
            sid, peer, owner, terms, first, outboundBytes, time, () -> sessions.remove(sid));
    sessions.add(sid, session);
    session.start(first, accept);
    return session;
  }
}
