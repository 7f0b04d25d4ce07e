package dev.herald.testkit;

import dev.herald.publisher.Publisher;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.SharedSessionContract;
import org.opentest4j.AssertionFailedError;

/**
 * What the application under test publishes: {@code events.published("/shop/Order").withId(42)}.
 *
 * <p>What is said here is of transactions that are committed; it waits for them, up to 10 s, and
 * goes on as soon as it holds. {@link #onCommit()} is of a transaction that is still open, as of a
 * test that is rolled back at its end. An assertion that fails shows what was published instead.
 *
 * <p>Thread-safe; but tests that share an application cannot tell their events apart when they run
 * at the same time.
 */
public final class HeraldEvents extends EventAssertions {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Publisher publisher;
  private final CommittedEvents events;

  private HeraldEvents(Publisher publisher, CommittedEvents events) {
    super(events);
    this.publisher = publisher;
    this.events = events;
  }

  /**
   * The events of a publisher.
   *
   * @param recorder what the publisher was given as the nodes, or what stands before them
   */
  public static HeraldEvents of(Publisher publisher, NodeRecorder recorder) {
    AtomicLong failed = new AtomicLong(publisher.metrics().failed());
    return new HeraldEvents(
        publisher, new CommittedEvents(publisher, recorder.events(), failed, LIMIT));
  }

  /** The same with another time limit. */
  public HeraldEvents within(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("Nothing can be waited for during " + limit);
    }
    return new HeraldEvents(publisher, events.within(limit));
  }

  /**
   * What the transaction that the calling thread is in would publish, were it committed now. It is
   * flushed for that, as at a commit.
   */
  public EventAssertions onCommit() {
    return new OnCommit(
        new UncommittedEvents(
            () ->
                publisher
                    .uncommitted()
                    .orElseThrow(
                        () ->
                            new AssertionFailedError(
                                "This thread is in no transaction with published entities, so"
                                    + " nothing is left to be committed: leave out onCommit(),"
                                    + " or begin one (@Transactional); without Spring say"
                                    + " onCommit(session)"))));
  }

  /** As {@link #onCommit()}, of the transaction of a session. */
  public EventAssertions onCommit(SharedSessionContract session) {
    return new OnCommit(new UncommittedEvents(() -> publisher.uncommitted(session)));
  }

  /**
   * Waits until the nodes have all that was committed.
   *
   * @throws AssertionError when they have not in time
   */
  public void awaitIdle() {
    events.awaitIdle();
  }

  /** Forgets the events so far, once all that was committed has come. */
  public void reset() {
    events.reset();
  }
}
