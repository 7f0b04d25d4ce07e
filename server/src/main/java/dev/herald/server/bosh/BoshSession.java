package dev.herald.server.bosh;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.Connection;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.OutboundQueue;
import dev.herald.server.session.Session;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.XmlElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * XEP-0124 and XEP-0206: one session. Requests are worked through in the order of their ids, at
 * most {@code hold} of them wait for something to send.
 *
 * <p>The lock of {@code this} guards all that is in here, and is never held while the {@link
 * Session} or a responder is called. One request is handled at a time: the thread that brings a
 * request handles it, unless another thread is about it already, which then goes on with this one.
 * While a request is handled nothing is answered but what has waited its time; the end of the turn
 * answers with all that has come together.
 */
final class BoshSession implements Connection {

  private static final Logger log = LoggerFactory.getLogger(BoshSession.class);

  private final String sid;
  private final Peer peer;
  private final BoshTerms terms;
  private final BoshTime time;
  private final Runnable onEnd;
  private final OutboundQueue outbound;
  private final RequestWindow window;
  private final HeldRequests held = new HeldRequests();
  private final SentResponses sent;
  private final Acknowledgements acknowledgements;
  private final Overactivity activity;
  private final KeySequence keys;
  private final ResponseLane responses = new ResponseLane();

  /** Requests that end the session, until they are told. */
  private final List<BoshCall> refusedCalls = new ArrayList<>();

  private boolean isWorking;
  private boolean isCreated;
  private @Nullable String domain;
  private @Nullable String streamId;
  private @Nullable BoshCondition fault;
  private @Nullable LastWord lastWord;
  private BoshTime.Alarm inactivity = BoshTime.Alarm.NONE;
  private long silence;
  private volatile @Nullable Session session;

  /**
   * @param first the request that creates the session
   * @param outboundBytes what may wait for the client, and what of its responses is kept
   * @param onEnd called once or more, when there is nothing left to tell
   */
  BoshSession(
      String sid,
      Peer peer,
      BoshTerms terms,
      BoshCall first,
      long outboundBytes,
      BoshTime time,
      Runnable onEnd) {
    this.sid = sid;
    this.peer = peer;
    this.terms = terms;
    this.time = time;
    this.onEnd = onEnd;
    this.outbound = new OutboundQueue(outboundBytes);
    this.window = new RequestWindow(terms.requests(), first.rid() + 1);
    // One more than the requests, for the pause or the end that section 12 allows beside them.
    this.sent = new SentResponses(terms.requests() + 1, outboundBytes);
    this.acknowledgements = new Acknowledgements(terms.acknowledged(), sent);
    this.activity = new Overactivity(terms);
    this.keys = new KeySequence(first.body());
  }

  /** Section 7: handles the request that creates the session. Called once, before all others. */
  void start(BoshCall first, Function<Connection, Session> accept) {
    synchronized (this) {
      isWorking = true;
      hold(first);
    }
    try {
      Session accepted = accept.apply(this);
      session = accepted;
      accepted.opened(first.body().attribute("to"));
    } catch (RuntimeException e) {
      fail(e);
    }
    workOn();
  }

  /** A later request. */
  void request(BoshCall call) {
    BoshCondition refused = admit(call);
    if (refused != null) {
      end(refused);
    } else if (takeTurn()) {
      workOn();
    }
    responses.run();
  }

  /** Takes the request in; returns why it cannot be, which its end will tell it. */
  private synchronized @Nullable BoshCondition admit(BoshCall call) {
    BoshCondition refused = null;
    if (lastWord != null) {
      refusedCalls.add(call);
      sayLastWord(lastWord);
    } else if (window.isPast(call.rid()) || window.find(call.rid()) != null) {
      refused = repeat(call);
    } else if (window.isBeyond(call)) {
      refused = BoshCondition.ITEM_NOT_FOUND;
    } else if (activity.isTooMuch(call, held.size() + window.size() + 1, time.millis())) {
      refused = BoshCondition.POLICY_VIOLATION;
    } else {
      window.put(call);
    }
    if (refused != null) {
      refusedCalls.add(call);
    }
    return refused;
  }

  /** Section 14.3: a request that was answered already, or is not yet, is sent once more. */
  private @Nullable BoshCondition repeat(BoshCall call) {
    if (activity.isRepeatedTooOften()) {
      return BoshCondition.POLICY_VIOLATION;
    }
    SentResponses.Sent response = sent.find(call.rid());
    if (response != null && KeySequence.isSame(response.key(), call.key())) {
      respond(call, response.body());
      return null;
    }
    BoshCall waiting = window.find(call.rid());
    BoshCall before = waiting != null ? waiting : held.find(call.rid());
    if (before == null || !KeySequence.isSame(before.key(), call.key())) {
      return BoshCondition.ITEM_NOT_FOUND;
    }
    if (waiting != null) {
      window.put(call);
    } else {
      held.replace(call);
    }
    respond(before, BoshBody.recoverable());
    return null;
  }

  private synchronized boolean takeTurn() {
    if (isWorking) {
      return false;
    }
    isWorking = true;
    return true;
  }

  private void workOn() {
    BoshCall call;
    while ((call = next()) != null) {
      try {
        handle(call, session());
      } catch (RuntimeException e) {
        fail(e);
      }
    }
    responses.run();
  }

  /** The next request in turn, which is then held; null ends the turn. */
  private synchronized @Nullable BoshCall next() {
    BoshCall call = lastWord == null ? window.poll() : null;
    if (call == null) {
      isWorking = false;
      flush();
    } else {
      hold(call);
    }
    return call;
  }

  private void handle(BoshCall call, Session current) {
    if (!keys.accepts(call.body())) {
      end(BoshCondition.ITEM_NOT_FOUND);
      return;
    }
    synchronized (this) {
      acknowledgements.received(call, time.millis());
    }
    if (call.isRestart()) {
      // XEP-0206, section 5: what else it has in it is not for the new stream.
      current.opened(call.body().attribute("to"));
      return;
    }
    for (XmlElement child : call.body().children()) {
      current.received(BoshBody.stanza(child));
    }
    if (call.isTerminate()) {
      current.closed(DisconnectReason.CLIENT_CLOSED);
    } else if (call.isPause()) {
      pause(call);
    }
  }

  /** Section 10: all requests are answered, this one with nothing, and the client may be away. */
  private void pause(BoshCall call) {
    Long seconds = BoshBody.number(call.body(), "pause");
    if (seconds == null) {
      end(BoshCondition.BAD_REQUEST);
    } else if (seconds > terms.pause().toSeconds()) {
      end(BoshCondition.POLICY_VIOLATION);
    } else {
      synchronized (this) {
        while (held.hasUpTo(call.rid() - 1)) {
          answer(outbound.drain());
        }
        while (!held.isEmpty()) {
          answer(List.of());
        }
        expectWithin(Duration.ofSeconds(seconds));
      }
    }
  }

  private void hold(BoshCall call) {
    inactivity.cancel();
    silence++;
    held.add(call, time.after(terms.longestWait(), () -> waited(call.rid())));
  }

  /** The time to wait is over: this request is answered, and all that are held longer. */
  private void waited(long rid) {
    synchronized (this) {
      while (held.hasUpTo(rid)) {
        answer(outbound.drain());
      }
    }
    responses.run();
  }

  /** Answers what can be, and what must be because more is held than was agreed. */
  private void flush() {
    if (lastWord != null || isWorking) {
      return;
    }
    if (!held.isEmpty() && (!outbound.isEmpty() || acknowledgements.hasReport())) {
      answer(outbound.drain());
    }
    while (held.size() > terms.hold()) {
      answer(outbound.drain());
    }
  }

  /** Answers the oldest request. */
  private void answer(List<String> stanzas) {
    BoshCall call = held.take();
    Map<String, String> attributes = isCreated ? new LinkedHashMap<>() : creation();
    long now = time.millis();
    acknowledgements.announce(attributes, call.rid(), window.received(), !isCreated, now);
    isCreated = true;
    String response = BoshBody.write(attributes, stanzas);
    sent.keep(call.rid(), new SentResponses.Sent(response, call.key(), now));
    activity.answered(stanzas.isEmpty());
    if (held.isEmpty()) {
      expectWithin(terms.inactivity());
    }
    respond(call, response);
  }

  private Map<String, String> creation() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("xmlns:xmpp", BoshBody.XBOSH);
    attributes.put("xmlns:stream", "http://etherx.jabber.org/streams");
    attributes.put("sid", sid);
    terms.announce(attributes);
    attributes.put("xmpp:version", "1.0");
    attributes.put("xmpp:restartlogic", "true");
    if (domain != null && streamId != null) {
      attributes.put("from", domain);
      attributes.put("authid", streamId);
    }
    return attributes;
  }

  private void expectWithin(Duration period) {
    inactivity.cancel();
    long current = ++silence;
    inactivity = time.after(period, () -> silent(current));
  }

  private void silent(long since) {
    synchronized (this) {
      if (since != silence) {
        // A request came just as the alarm went off.
        return;
      }
    }
    session().closed(DisconnectReason.INACTIVE);
  }

  BoshTerms terms() {
    return terms;
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
  public void send(String xml) {
    if (!outbound.offer(xml)) {
      session()
          .disconnect(
              new StreamError(
                  StreamError.Condition.POLICY_VIOLATION, "You do not fetch what is sent to you"),
              DisconnectReason.SLOW_CONSUMER);
      return;
    }
    synchronized (this) {
      flush();
    }
    responses.run();
  }

  @Override
  public void close(@Nullable StreamError error, DisconnectReason reason) {
    synchronized (this) {
      if (lastWord != null) {
        return;
      }
      BoshCondition condition = fault != null ? fault : BoshCondition.of(error, reason);
      LastWord word = new LastWord(condition, error, outbound.drain());
      lastWord = word;
      inactivity.cancel();
      silence++;
      if (!held.isEmpty() || !refusedCalls.isEmpty()) {
        sayLastWord(word);
      } else if (reason == DisconnectReason.SLOW_CONSUMER || reason == DisconnectReason.INACTIVE) {
        // It does not ask, so there is nobody to keep the word for.
        responses.add(onEnd);
      } else {
        // The next request, if it comes, is told why.
        inactivity = time.after(terms.inactivity(), onEnd);
      }
      for (BoshCall call : window.clear()) {
        terminate(call, new LastWord(BoshCondition.OTHER_REQUEST, null, List.of()).full());
      }
    }
    responses.run();
  }

  /** It has been told then, so nothing is kept: or a flood of refused sessions would stay. */
  private void sayLastWord(LastWord word) {
    boolean isFirst = true;
    List<BoshCall> all = held.takeAll();
    all.addAll(refusedCalls);
    refusedCalls.clear();
    for (BoshCall call : all) {
      terminate(call, isFirst ? word.full() : word.brief());
      isFirst = false;
    }
    inactivity.cancel();
    responses.add(onEnd);
  }

  private void terminate(BoshCall call, String body) {
    BoshCondition condition = lastWord == null ? null : lastWord.condition();
    int status = terms.isLegacy() && condition != null ? condition.legacyStatus() : 0;
    if (status == 0) {
      respond(call, body);
    } else {
      responses.add(() -> call.responder().refuse(status, body));
    }
  }

  private void respond(BoshCall call, String body) {
    responses.add(() -> call.responder().respond(body, terms.contentType()));
  }

  /** Ends the session because of what its client did. */
  void end(BoshCondition condition) {
    end(condition, DisconnectReason.PROTOCOL_ERROR);
  }

  private void fail(RuntimeException cause) {
    log.error("A BOSH session of {} has failed", peer, cause);
    end(BoshCondition.INTERNAL_SERVER_ERROR, DisconnectReason.CONNECTION_LOST);
  }

  private void end(BoshCondition condition, DisconnectReason reason) {
    synchronized (this) {
      fault = condition;
    }
    Session current = session;
    if (current != null) {
      current.closed(reason);
    } else {
      close(null, reason);
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
