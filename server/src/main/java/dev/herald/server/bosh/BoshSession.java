package dev.herald.server.bosh;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.Connection;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.Outbound;
import dev.herald.server.session.OutboundQueue;
import dev.herald.server.session.Session;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.XmlElement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0124 and XEP-0206: one session. Requests are worked through in the order of their ids, at
 * most {@code hold} of them wait for something to send, and the last responses are kept for a
 * client that did not get them (section 14.3).
 *
 * <p>Two locks: {@code turn} is held while stanzas are handled, one request after the other; {@code
 * this} guards what is held and what is sent, and nothing is called under it but responders and the
 * timer. Whoever needs both takes {@code turn} first.
 */
final class BoshSession implements Connection {

  /** A request that is not answered yet. */
  private record Held(long rid, BoshResponder responder, @Nullable ScheduledFuture<?> timeout) {}

  /** A request that came before one with a lower id. */
  private record Early(XmlElement body, BoshResponder responder) {}

  private final String sid;
  private final Peer peer;
  private final BoshTerms terms;
  private final ScheduledExecutorService timer;
  private final Runnable onEnd;
  private final OutboundQueue outbound;
  private final Object turn = new Object();

  private final TreeMap<Long, Early> early = new TreeMap<>();
  private final Deque<Held> held = new ArrayDeque<>();
  private final TreeMap<Long, String> answered = new TreeMap<>();
  private long nextRid;
  private boolean created;
  private @Nullable String domain;
  private @Nullable String streamId;
  private @Nullable String lastWord;
  private @Nullable ScheduledFuture<?> inactivity;
  private volatile @Nullable Session session;

  BoshSession(
      String sid,
      Peer peer,
      BoshTerms terms,
      long outboundBytes,
      ScheduledExecutorService timer,
      Runnable onEnd) {
    this.sid = sid;
    this.peer = peer;
    this.terms = terms;
    this.timer = timer;
    this.onEnd = onEnd;
    this.outbound = new OutboundQueue(outboundBytes);
  }

  /** Section 7: the request that creates the session. */
  void start(
      Function<Connection, Session> accept, XmlElement body, long rid, BoshResponder responder) {
    synchronized (turn) {
      session = accept.apply(this);
      nextRid = rid + 1;
      hold(rid, responder);
      session().opened(body.attribute("to"));
      flush();
    }
  }

  /** A later request. */
  void request(XmlElement body, long rid, BoshResponder responder) {
    synchronized (turn) {
      if (rid < nextRid) {
        repeat(rid, responder);
        return;
      }
      // Section 14.2: further ahead than the requests it may have open is no id of this client.
      if (rid >= nextRid + terms.requests()) {
        responder.respond(BoshBody.terminate("item-not-found", null, List.of()));
        session().closed(this, DisconnectReason.PROTOCOL_ERROR);
        return;
      }
      Early replaced = early.put(rid, new Early(body, responder));
      if (replaced != null) {
        replaced.responder().respond(BoshBody.write(Map.of(), List.of()));
      }
      Early next;
      while ((next = early.remove(nextRid)) != null) {
        long turnOf = nextRid++;
        hold(turnOf, next.responder());
        take(next.body());
      }
      flush();
    }
  }

  /** Section 14.3: a request that was answered already, or is held, is sent once more. */
  private synchronized void repeat(long rid, BoshResponder responder) {
    String response = answered.get(rid);
    if (response != null) {
      responder.respond(response);
      return;
    }
    for (Held request : held) {
      if (request.rid() == rid) {
        held.remove(request);
        cancel(request.timeout());
        request.responder().respond(BoshBody.write(Map.of(), List.of()));
        hold(rid, responder);
        return;
      }
    }
    responder.respond(BoshBody.terminate("item-not-found", null, List.of()));
  }

  private void take(XmlElement body) {
    Session current = session();
    for (XmlElement child : body.children()) {
      current.received(BoshBody.stanza(child));
    }
    if ("terminate".equals(body.attribute("type"))) {
      current.closed(this, DisconnectReason.CLIENT_CLOSED);
    } else if ("true".equals(body.attribute("{" + BoshBody.XBOSH + "}restart"))) {
      current.opened(body.attribute("to"));
    }
  }

  private synchronized void hold(long rid, BoshResponder responder) {
    cancel(inactivity);
    inactivity = null;
    ScheduledFuture<?> timeout = schedule(() -> answer(rid), terms.longestWait().toMillis());
    held.addLast(new Held(rid, responder, timeout));
  }

  /** The time to wait is over: this request is answered, and all that are held longer. */
  private synchronized void answer(long rid) {
    while (!held.isEmpty() && held.getFirst().rid() <= rid) {
      answerOldest(drain());
    }
  }

  private synchronized void flush() {
    if (lastWord != null) {
      sayLastWord();
      return;
    }
    if (!held.isEmpty() && !outbound.isEmpty()) {
      answerOldest(drain());
    }
    while (held.size() > terms.hold()) {
      answerOldest(List.of());
    }
  }

  private void answerOldest(List<String> stanzas) {
    Held request = held.removeFirst();
    cancel(request.timeout());
    String response = BoshBody.write(created ? Map.of() : creation(), stanzas);
    created = true;
    answered.put(request.rid(), response);
    while (answered.size() > terms.requests()) {
      answered.pollFirstEntry();
    }
    if (held.isEmpty()) {
      inactivity = schedule(this::inactive, terms.inactivity().toMillis());
    }
    request.responder().respond(response);
  }

  private Map<String, String> creation() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("xmlns:xmpp", BoshBody.XBOSH);
    attributes.put("xmlns:stream", "http://etherx.jabber.org/streams");
    attributes.put("sid", sid);
    attributes.put("wait", String.valueOf(terms.longestWait().toSeconds()));
    attributes.put("hold", String.valueOf(terms.hold()));
    attributes.put("requests", String.valueOf(terms.requests()));
    attributes.put("inactivity", String.valueOf(terms.inactivity().toSeconds()));
    attributes.put("polling", "0");
    attributes.put("ver", "1.6");
    attributes.put("xmpp:version", "1.0");
    attributes.put("xmpp:restartlogic", "true");
    if (domain != null && streamId != null) {
      attributes.put("from", domain);
      attributes.put("authid", streamId);
    }
    return attributes;
  }

  private List<String> drain() {
    return outbound.drain().stream().map(Outbound::xml).toList();
  }

  private void inactive() {
    session().closed(this, DisconnectReason.INACTIVE);
  }

  @Override
  public boolean findsSilentPeers() {
    return true;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public synchronized void open(String newDomain, String newStreamId) {
    // A restart has no header of its own (XEP-0206, section 5).
    domain = newDomain;
    streamId = newStreamId;
  }

  @Override
  public void send(Outbound element) {
    if (!outbound.offer(element)) {
      session()
          .disconnect(
              new StreamError(
                  StreamError.Condition.POLICY_VIOLATION, "You do not fetch what is sent to you"),
              DisconnectReason.SLOW_CONSUMER);
      return;
    }
    flushLater();
  }

  /** From another thread there is no request to wait for; within a turn, its end flushes once. */
  private void flushLater() {
    if (!Thread.holdsLock(turn)) {
      flush();
    }
  }

  @Override
  public synchronized void close(@Nullable StreamError error, DisconnectReason reason) {
    if (lastWord != null) {
      return;
    }
    lastWord = BoshBody.terminate(condition(reason), error, drain());
    if (reason == DisconnectReason.SLOW_CONSUMER || reason == DisconnectReason.INACTIVE) {
      // It does not ask, so there is nobody to keep the word for.
      sayLastWord();
      onEnd.run();
      return;
    }
    if (!held.isEmpty() && !Thread.holdsLock(turn)) {
      sayLastWord();
    }
    // The next request, if it comes, is told why.
    inactivity = schedule(onEnd, terms.inactivity().toMillis());
  }

  private void sayLastWord() {
    String word = lastWord;
    cancel(inactivity);
    if (word == null || held.isEmpty()) {
      return;
    }
    while (!held.isEmpty()) {
      Held request = held.removeFirst();
      cancel(request.timeout());
      request.responder().respond(word);
    }
    // It has been told, so there is nothing left to keep: or a flood of refused sessions would
    // stay.
    onEnd.run();
  }

  private static @Nullable String condition(DisconnectReason reason) {
    return switch (reason) {
      case CLIENT_CLOSED -> null;
      case PROTOCOL_ERROR -> "item-not-found";
      case SHUTDOWN -> "system-shutdown";
      default -> "policy-violation";
    };
  }

  private @Nullable ScheduledFuture<?> schedule(Runnable task, long millis) {
    try {
      return timer.schedule(task, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The server stops, which ends all sessions anyway.
      return null;
    }
  }

  private static void cancel(@Nullable ScheduledFuture<?> task) {
    if (task != null) {
      task.cancel(false);
    }
  }

  private Session session() {
    Session current = session;
    if (current == null) {
      throw new IllegalStateException("The BOSH session has not started");
    }
    return current;
  }
}
