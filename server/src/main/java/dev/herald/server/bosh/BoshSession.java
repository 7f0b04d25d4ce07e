package dev.herald.server.bosh;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.Connection;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.InboundStream;
import dev.herald.server.session.Outbound;
import dev.herald.server.session.OutboundQueue;
import dev.herald.server.session.StreamHeader;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.XmlElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * XEP-0124 and XEP-0206: one session. Requests are worked through in the order of their ids, one at
 * a time: the thread that brings a request handles it, unless another thread is about it already,
 * which then goes on with this one. Meanwhile nothing is answered but what has waited its time; the
 * end of the turn answers with all that has come together.
 *
 * <p>The lock of {@code this} guards all that is in here, and is never held while the {@link
 * InboundStream} or a responder is called.
 */
final class BoshSession implements Connection {

  private static final Logger log = LoggerFactory.getLogger(BoshSession.class);

  private final String sid;
  private final Peer peer;
  private final Owner owner;
  private final BoshTerms terms;
  private final BoshTime time;
  private final Runnable onEnd;
  private final OutboundQueue outbound;
  private final RequestWindow window;
  private final Silence silence;
  private final Answers answers;
  private final Overactivity activity;
  private final KeySequence keys;

  /** Requests that end the session, until they are told. */
  private final List<BoshCall> refused = new ArrayList<>();

  private boolean isWorking;
  private boolean isSuspended;
  private @Nullable BoshCondition fault;
  private @Nullable LastWord lastWord;
  private volatile @Nullable InboundStream session;

  /**
   * @param first the request that creates the session
   * @param outboundBytes what may wait for the client, and what of its responses is kept
   * @param onEnd called once or more, when there is nothing left to tell
   */
  BoshSession(
      String sid,
      Peer peer,
      Owner owner,
      BoshTerms terms,
      BoshCall first,
      long outboundBytes,
      BoshTime time,
      Runnable onEnd) {
    this.sid = sid;
    this.peer = peer;
    this.owner = owner;
    this.terms = terms;
    this.time = time;
    this.onEnd = onEnd;
    this.outbound = new OutboundQueue(outboundBytes);
    this.window = new RequestWindow(terms.requests(), first.rid() + 1);
    this.silence = new Silence(time, this::silent);
    this.answers =
        new Answers(sid, terms, time, outbound, outboundBytes, window::received, silence);
    this.activity = new Overactivity(terms);
    this.keys = new KeySequence(first.body());
  }

  String sid() {
    return sid;
  }

  Owner owner() {
    return owner;
  }

  /** Section 7: handles the request that creates the session. Called once, before all others. */
  void start(BoshCall first, Function<Connection, ? extends InboundStream> accept) {
    synchronized (this) {
      isWorking = true;
      hold(first);
    }
    try {
      InboundStream accepted = accept.apply(this);
      session = accepted;
      accepted.opened(StreamHeader.of(first.body()));
    } catch (RuntimeException e) {
      fail(e);
    }
    workOn();
  }

  /** A later request. */
  void request(BoshCall call) {
    BoshCondition why = admit(call);
    if (why != null) {
      end(why);
    } else if (takeTurn()) {
      workOn();
    }
    answers.handOver();
  }

  /** Takes the request in; returns why it cannot be, which the end will tell it. */
  private synchronized @Nullable BoshCondition admit(BoshCall call) {
    if (lastWord != null) {
      refused.add(call);
      sayLastWord(lastWord);
      return null;
    }
    BoshCondition why = null;
    BoshCall waiting = window.find(call.rid());
    if (waiting != null || window.isPast(call.rid())) {
      why = repeat(call, waiting);
    } else if (window.isBeyond(call)) {
      why = BoshCondition.ITEM_NOT_FOUND;
    } else if (activity.isTooMuch(
        call, answers.open() + window.staying() + 1, answers.wasEmpty(), time.millis())) {
      why = BoshCondition.POLICY_VIOLATION;
    } else {
      window.put(call);
    }
    if (why != null) {
      refused.add(call);
    }
    return why;
  }

  /** Section 14.3: a request is sent once more, before its turn or after. */
  private @Nullable BoshCondition repeat(BoshCall call, @Nullable BoshCall waiting) {
    if (activity.isRepeatedTooOften()) {
      return BoshCondition.POLICY_VIOLATION;
    }
    if (waiting == null) {
      return answers.repeat(call) ? null : BoshCondition.ITEM_NOT_FOUND;
    }
    window.put(call);
    answers.respond(waiting, BoshBody.recoverable());
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
    answers.handOver();
  }

  /** The next request in turn, which is then held; null ends the turn. */
  private synchronized @Nullable BoshCall next() {
    BoshCall call = lastWord == null && !isSuspended ? window.poll() : null;
    if (call == null) {
      isWorking = false;
      flush();
    } else {
      hold(call);
    }
    return call;
  }

  private void hold(BoshCall call) {
    answers.hold(call, time.after(terms.longestWait(), () -> waited(call.rid())));
  }

  private void handle(BoshCall call, InboundStream current) {
    if (!keys.accepts(call.body())) {
      end(BoshCondition.ITEM_NOT_FOUND);
      return;
    }
    synchronized (this) {
      answers.acknowledge(call);
    }
    if (call.isRestart()) {
      // XEP-0206, section 5: what else it has in it is not for the new stream.
      current.opened(StreamHeader.of(call.body()));
      return;
    }
    for (XmlElement child : call.body().children()) {
      current.received(BoshBody.stanza(child));
    }
    if (call.isTerminate()) {
      current.closed(this, DisconnectReason.CLIENT_CLOSED);
    } else if (call.isPause()) {
      pause(call);
    }
  }

  /** Section 10: the client may be away. */
  private void pause(BoshCall call) {
    Long seconds = BoshBody.number(call.body(), "pause");
    if (seconds == null) {
      end(BoshCondition.BAD_REQUEST);
    } else if (seconds > terms.pause().toSeconds()) {
      end(BoshCondition.POLICY_VIOLATION);
    } else {
      synchronized (this) {
        if (lastWord == null) {
          answers.pause(call.rid(), Duration.ofSeconds(seconds));
        }
      }
    }
  }

  /** The time to wait is over: this request is answered, and all that are held longer. */
  private void waited(long rid) {
    synchronized (this) {
      answers.upTo(rid);
    }
    answers.handOver();
  }

  private void flush() {
    if (lastWord == null && !isWorking) {
      answers.flush();
    }
  }

  private void silent(long number) {
    synchronized (this) {
      if (!silence.isStill(number)) {
        return;
      }
    }
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
  public synchronized void open(String domain, String streamId) {
    // A restart has no header of its own (XEP-0206, section 5).
    answers.header(domain, streamId);
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
    synchronized (this) {
      flush();
    }
    answers.handOver();
  }

  @Override
  public long waiting() {
    return outbound.size();
  }

  @Override
  public void whenDrained(Runnable task) {
    synchronized (this) {
      answers.whenDrained(task);
    }
    answers.handOver();
  }

  /** What comes meanwhile waits in the window, unanswered, so that not much can come. */
  @Override
  public void suspend(boolean stop) {
    synchronized (this) {
      isSuspended = stop;
      if (stop || isWorking) {
        return;
      }
      isWorking = true;
    }
    workOn();
  }

  @Override
  public void close(@Nullable StreamError error, DisconnectReason reason) {
    synchronized (this) {
      if (lastWord != null) {
        return;
      }
      BoshCondition condition = fault != null ? fault : BoshCondition.of(error, reason);
      LastWord word = new LastWord(condition, error, outbound.drainXml());
      lastWord = word;
      silence.end();
      if (answers.open() > 0 || !refused.isEmpty()) {
        sayLastWord(word);
      } else if (reason == DisconnectReason.SLOW_CONSUMER || reason == DisconnectReason.INACTIVE) {
        // It does not ask, so there is nobody to keep the word for.
        answers.afterwards(onEnd);
      } else {
        // The next request, if it comes, is told why.
        time.after(terms.inactivity(), onEnd);
      }
      for (BoshCall call : window.clear()) {
        answers.refuse(
            call,
            BoshCondition.OTHER_REQUEST,
            BoshBody.terminate(BoshCondition.OTHER_REQUEST, null, List.of()));
      }
    }
    answers.handOver();
  }

  /** It has been told then, so nothing is kept: or a flood of refused sessions would stay. */
  private void sayLastWord(LastWord word) {
    answers.end(word, List.copyOf(refused));
    refused.clear();
    answers.afterwards(onEnd);
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
    InboundStream current = session;
    if (current != null) {
      current.closed(this, reason);
    } else {
      close(null, reason);
    }
  }

  private InboundStream session() {
    InboundStream current = session;
    if (current == null) {
      throw new IllegalStateException("The BOSH session has not started");
    }
    return current;
  }
}
