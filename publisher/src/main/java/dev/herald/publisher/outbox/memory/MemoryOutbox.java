package dev.herald.publisher.outbox.memory;

import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.NodeWindows;
import dev.herald.publisher.outbox.Outbox;
import dev.herald.publisher.outbox.TransactionOutbox;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An outbox in memory: what waits in it ends with the process, and after the next start the nodes
 * are filled from the tables. When it is full, changes of entities are left out and their nodes are
 * filled again from the table as soon as the target keeps up; nobody waits meanwhile.
 */
public final class MemoryOutbox implements Outbox {

  private static final Logger log = LoggerFactory.getLogger(MemoryOutbox.class);
  private static final long CLOSE_SECONDS = 5;

  private final int capacity;
  private final Function<String, Runnable> refill;
  private final PublisherMetrics metrics;
  private final AtomicInteger waiting = new AtomicInteger();
  private final MemoryDispatcher dispatcher;

  /**
   * @param capacity how many changes may wait
   * @param refill how the node of an entity is made to be what its table is
   */
  public MemoryOutbox(
      NodePublisher target,
      int capacity,
      Function<String, Runnable> refill,
      NodeWindows windows,
      PublisherMetrics metrics) {
    this.capacity = capacity;
    this.refill = refill;
    this.metrics = metrics;
    this.dispatcher =
        new MemoryDispatcher(target, windows, metrics, done -> waiting.addAndGet(-done));
  }

  @Override
  public TransactionOutbox begin() {
    return new MemoryTransaction(this);
  }

  @Override
  public Set<String> waiting(String node) {
    return dispatcher.waiting(node);
  }

  @Override
  public boolean isIdle() {
    return dispatcher.isIdle();
  }

  /** Takes the changes of a committed transaction to entities, whose nodes can be filled again. */
  void addEntityChanges(Collection<Change> changes) {
    for (Change change : changes) {
      // Counted and told when it was found; the row is in the database.
      if (!(change instanceof Change.Unwritable) && !offer(change)) {
        metrics.countDropped();
        if (dispatcher.refillWhenEmpty(change.node(), refill.apply(change.node()))) {
          // Once until it is filled, as there is one of these for each further save.
          metrics.countRefill();
          log.warn(
              "{} changes wait to be announced; '{}' will be filled from its table instead",
              capacity,
              change.node());
        }
      }
    }
  }

  /** Takes what was published by hand in a transaction that is committed: nobody can be told. */
  void addCommitted(Change change) {
    if (!offer(change)) {
      metrics.countFailed();
      log.error(
          "Item '{}' of '{}' is lost: {} changes wait to be announced; see herald.outbox-capacity",
          change.itemId(),
          change.node(),
          capacity);
    }
  }

  @Override
  public void add(Change change) {
    if (!offer(change)) {
      throw new IllegalStateException(
          "The outbox is full: %d changes wait for a target that does not keep up; see herald.outbox-capacity"
              .formatted(capacity));
    }
  }

  @Override
  public void inLane(String node, Runnable task, Runnable elsewhere) {
    dispatcher.fillFirst(node, task);
  }

  @Override
  public void refillWhenEmpty(String node, Runnable task) {
    dispatcher.refillWhenEmpty(node, task);
  }

  private boolean offer(Change change) {
    if (change instanceof Change.Refetch) {
      dispatcher.refillWhenEmpty(change.node(), refill.apply(change.node()));
      return true;
    }
    int more = dispatcher.add(change, waiting.get() < capacity);
    if (more > 0) {
      waiting.addAndGet(more);
    }
    return more >= 0;
  }

  @Override
  public void close() {
    dispatcher.hurry();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    while (!dispatcher.isIdle()
        && System.nanoTime() < deadline
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    if (!dispatcher.isIdle()) {
      log.warn("{} changes were not announced before the end", waiting.get());
    }
    dispatcher.stop();
  }
}
