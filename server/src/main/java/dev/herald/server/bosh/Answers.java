package dev.herald.server.bosh;

import dev.herald.server.lane.Lane;
import dev.herald.server.session.OutboundQueue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one session in the order of their ids, with what waits for its client.
 * The session's lock guards it; only {@link #handOver} is for whoever does not hold it.
 */
final class Answers {

  private final String sid;
  private final BoshTerms terms;
  private final BoshTime time;
  private final OutboundQueue outbound;
  private final LongSupplier received;
  private final Silence silence;
  private final HeldRequests held = new HeldRequests();
  private final SentResponses sent;
  private final Acknowledgements acknowledgements;
  private final Lane lane = new Lane();

  private @Nullable Runnable drained;
  private boolean isCreated;
  private boolean wasEmpty;
  private @Nullable String domain;
  private @Nullable String streamId;

  /**
   * @param keptBytes of the responses that may be asked for again
   * @param received the highest id that has come, with all lower ones
   * @param silence begins when all requests are answered, and ends with the next one
   */
  Answers(
      String sid,
      BoshTerms terms,
      BoshTime time,
      OutboundQueue outbound,
      long keptBytes,
      LongSupplier received,
      Silence silence) {
    this.sid = sid;
    this.terms = terms;
    this.time = time;
    this.outbound = outbound;
    this.received = received;
    this.silence = silence;
    // One more than the requests, for the pause or the end that section 11 allows beside them.
    this.sent = new SentResponses(terms.requests() + 1, keptBytes);
    this.acknowledgements = new Acknowledgements(terms.acknowledged(), sent);
  }

  /** The stream's header, which goes into the response that creates the session. */
  void header(String newDomain, String newStreamId) {
    domain = newDomain;
    streamId = newStreamId;
  }

  void hold(BoshCall call, BoshTime.Alarm timeout) {
    silence.end();
    held.add(call, timeout);
  }

  int open() {
    return held.size();
  }

  /** Whether there was nothing in the last answer (section 12). */
  boolean wasEmpty() {
    return wasEmpty;
  }

  /** Section 9.2: what the client has got need not be kept. */
  void acknowledge(BoshCall call) {
    acknowledgements.received(call, time.millis());
  }

  /** Answers what can be, and what must be because more is held than was agreed. */
  void flush() {
    if (held.size() > 0 && (!outbound.isEmpty() || acknowledgements.hasReport())) {
      answer(outbound.drainXml());
    }
    while (held.size() > terms.hold()) {
      answer(outbound.drainXml());
    }
  }

  /** Answers all requests to this one, with or without anything to tell. */
  void upTo(long rid) {
    while (held.hasUpTo(rid)) {
      answer(outbound.drainXml());
    }
  }

  /** Section 10: all requests are answered, the one that pauses with nothing. */
  void pause(long rid, Duration longest) {
    upTo(rid - 1);
    while (!held.isEmpty()) {
      answer(List.of());
    }
    silence.begin(longest);
  }

  /**
   * Section 14.3: answers a request once more, or lets it wait in the place of its first copy.
   *
   * @return whether it is known, with the same key
   */
  boolean repeat(BoshCall call) {
    SentResponses.Sent response = sent.find(call.rid());
    if (response != null && KeySequence.isSame(response.key(), call.key())) {
      respond(call, response.body());
      return true;
    }
    BoshCall before = held.find(call.rid());
    if (before == null || !KeySequence.isSame(before.key(), call.key())) {
      return false;
    }
    held.replace(call);
    respond(before, BoshBody.recoverable());
    return true;
  }

  /** Lets a task be done, after the answers before it, as soon as nothing waits for the client. */
  void whenDrained(Runnable task) {
    if (outbound.isEmpty()) {
      lane.add(task);
    } else {
      drained = task;
    }
  }

  void respond(BoshCall call, String body) {
    lane.add(() -> call.responder().respond(body, terms.contentType()));
  }

  /** Refuses one request, by an HTTP status if its client expects one (section 17.1). */
  void refuse(BoshCall call, @Nullable BoshCondition condition, String body) {
    int status = terms.isLegacy() && condition != null ? condition.legacyStatus() : 0;
    if (status == 0) {
      respond(call, body);
    } else {
      lane.add(() -> call.responder().refuse(status, body));
    }
  }

  /** Tells the end to all requests that are held, and to these. */
  void end(LastWord word, List<BoshCall> others) {
    List<BoshCall> all = held.takeAll();
    all.addAll(others);
    boolean isFirst = true;
    for (BoshCall call : all) {
      refuse(call, word.condition(), isFirst ? word.full() : word.brief());
      isFirst = false;
    }
  }

  /** Lets something be done after all answers before it. */
  void afterwards(Runnable task) {
    lane.add(task);
  }

  /** Gives the answers to their responders; the caller holds no lock. */
  void handOver() {
    lane.run();
  }

  /** Answers the oldest request. */
  private void answer(List<String> stanzas) {
    BoshCall call = held.take();
    Map<String, String> attributes = isCreated ? new LinkedHashMap<>() : creation();
    long now = time.millis();
    acknowledgements.announce(attributes, call.rid(), received.getAsLong(), !isCreated, now);
    isCreated = true;
    wasEmpty = stanzas.isEmpty();
    String response = BoshBody.write(attributes, stanzas);
    sent.keep(call.rid(), new SentResponses.Sent(response, call.key(), now));
    if (held.isEmpty()) {
      silence.begin(terms.inactivity());
    }
    respond(call, response);
    Runnable task = drained;
    if (task != null && outbound.isEmpty()) {
      drained = null;
      lane.add(task);
    }
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
}
