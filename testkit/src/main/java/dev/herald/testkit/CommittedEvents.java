package dev.herald.testkit;

import dev.herald.ParkedChange;
import dev.herald.publisher.Publisher;
import dev.herald.publisher.registration.ExposureReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.opentest4j.AssertionFailedError;

/** The events that the nodes have had. */
final class CommittedEvents implements EventSource {

  private static final int SHOWN = 5;

  private final Publisher publisher;
  private final EventLog log;

  /** What had failed before the test began. */
  private final AtomicLong failedBefore;

  private final Duration limit;

  CommittedEvents(Publisher publisher, EventLog log, AtomicLong failedBefore, Duration limit) {
    this.publisher = publisher;
    this.log = log;
    this.failedBefore = failedBefore;
    this.limit = limit;
  }

  CommittedEvents within(Duration newLimit) {
    return new CommittedEvents(publisher, log, failedBefore, newLimit);
  }

  @Override
  public List<RecordedEvent> await(Predicate<List<RecordedEvent>> enough) {
    try {
      return log.await(enough, deadline());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  @Override
  public List<RecordedEvent> complete() {
    List<RecordedEvent> open = open();
    if (!open.isEmpty()) {
      throw Failure.of(
          "This transaction is still open, so that it does not show yet what is published and what"
              + " is not: ask onCommit(), or commit it first (TestTransaction.end(), or no"
              + " @Transactional). It would publish:",
          open,
          event -> null,
          List.of());
    }
    awaitIdle();
    List<RecordedEvent> all = log.all();
    if (log.isForgetful()) {
      throw new AssertionFailedError(
          "Of more than %d events only the latest are known, which do not show what there was in all; call reset() in between"
              .formatted(EventLog.MOST));
    }
    return all;
  }

  private List<RecordedEvent> open() {
    return publisher.uncommitted().map(UncommittedEvents::events).orElse(List.of());
  }

  /** Waits until the nodes have all that was committed. */
  void awaitIdle() {
    long deadline = deadline();
    while (!publisher.isIdle()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionFailedError(
            "What has been committed did not reach the nodes within %s: %d changes wait in databases; see Herald's warnings in the log"
                .formatted(shown(limit), publisher.waiting()));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted();
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  /** Forgets what was, once all of it has come. */
  void reset() {
    awaitIdle();
    log.clear();
    failedBefore.set(publisher.metrics().failed());
  }

  @Override
  public String when() {
    return "within " + shown(limit);
  }

  @Override
  public List<String> hints(String node) {
    List<String> hints = new ArrayList<>();
    List<RecordedEvent> open = open();
    if (!open.isEmpty()) {
      hints.add("This transaction is still open; ask onCommit() of what it would publish:");
      open.stream().limit(SHOWN).forEach(event -> hints.add("  " + event));
    }
    long failed = publisher.metrics().failed() - failedBefore.get();
    if (failed > 0) {
      hints.add(failed + " changes could not be written or were refused; the log says why.");
      for (ParkedChange parked : publisher.parked(SHOWN)) {
        hints.add(
            "  %s '%s' in '%s' is parked: %s"
                .formatted(parked.operation(), parked.itemId(), parked.node(), parked.failure()));
      }
    }
    if (log.all().stream().noneMatch(event -> event.node().equals(node))) {
      List<String> nodes =
          publisher.exposure().rows().stream().map(ExposureReport.Row::node).distinct().toList();
      hints.add(
          nodes.isEmpty() ? "No entity is published." : "Entities are published to: " + nodes);
    }
    return hints;
  }

  private long deadline() {
    return System.nanoTime() + limit.toNanos();
  }

  private static String shown(Duration duration) {
    return duration.toMillis() % 1_000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private static AssertionFailedError interrupted() {
    Thread.currentThread().interrupt();
    return new AssertionFailedError("Interrupted while waiting for what is published");
  }
}
