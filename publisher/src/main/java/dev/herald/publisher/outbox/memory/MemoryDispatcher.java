package dev.herald.publisher.outbox.memory;

import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.Delivery;
import dev.herald.publisher.outbox.NodeWindows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings changes to the target: those of one node in order, several nodes beside each other, on
 * threads of its own. A target that fails is tried again with growing pauses, of 100 ms to 5 s, for
 * as long as it takes; meanwhile the other nodes go on.
 */
final class MemoryDispatcher {

  private static final Logger log = LoggerFactory.getLogger(MemoryDispatcher.class);
  private static final int THREADS = 2;
  private static final long MAX_PAUSE_MILLIS = 5_000;

  /** How many changes a lane may have done before the others have their turn. */
  private static final int TURN = 100;

  private final NodePublisher target;
  private final NodeWindows windows;
  private final PublisherMetrics metrics;
  private final IntConsumer onDone;
  private final Map<String, MemoryLane> lanes = new ConcurrentHashMap<>();
  private final ScheduledExecutorService threads;

  /** Whether the outbox is being closed, so that nothing waits to be told as one. */
  private volatile boolean draining;

  /**
   * @param onDone told how many changes wait no longer
   */
  MemoryDispatcher(
      NodePublisher target, NodeWindows windows, PublisherMetrics metrics, IntConsumer onDone) {
    this.target = target;
    this.windows = windows;
    this.metrics = metrics;
    this.onDone = onDone;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newScheduledThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "herald-outbox-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * How many more changes wait now, or -1 when the change found no room.
   *
   * @param room whether one more may wait
   */
  int add(Change change, boolean room) {
    return inLane(change.node(), lane -> lane.add(change, room));
  }

  /** Runs a task of a node before the changes that wait there. */
  void fillFirst(String node, Runnable fill) {
    inLane(
        node,
        lane -> {
          lane.fillFirst(fill);
          return true;
        });
    hurry(node);
  }

  /** Runs a task of a node once all its changes are done; false when that was so already. */
  boolean refillWhenEmpty(String node, Runnable refill) {
    boolean first = inLane(node, lane -> lane.refillWhenEmpty(refill));
    hurry(node);
    return first;
  }

  private <T> T inLane(String node, Function<MemoryLane, T> action) {
    List<T> result = new ArrayList<>(1);
    MemoryLane lane =
        lanes.compute(
            node,
            (name, existing) -> {
              MemoryLane its = existing == null ? new MemoryLane() : existing;
              result.add(action.apply(its));
              return its;
            });
    begin(node, lane);
    return result.get(0);
  }

  /** The items of a node that wait. */
  Set<String> waiting(String node) {
    MemoryLane lane = lanes.get(node);
    return lane == null ? Set.of() : lane.waiting();
  }

  /** Nothing waits any longer to be told as one. */
  void hurry() {
    draining = true;
    lanes.forEach(this::hurry);
  }

  boolean isIdle() {
    return lanes.isEmpty();
  }

  void stop() {
    threads.shutdownNow();
  }

  private void begin(String node, MemoryLane lane) {
    if (lane.begin()) {
      lane.coalesce(() -> windows.of(node));
      runAfter(lane.window(), node, lane);
    }
  }

  /** Works on a lane when changes can be told as one, or at once when it is to hurry meanwhile. */
  private void runAfter(long nanos, String node, MemoryLane lane) {
    if (nanos == 0) {
      run(node, lane, 0);
      return;
    }
    lane.pause();
    schedule(
        () -> {
          if (lane.endPause()) {
            work(node, lane);
          }
        },
        node,
        nanos);
    if (draining) {
      hurry(node, lane);
    }
  }

  private void hurry(String node) {
    MemoryLane lane = lanes.get(node);
    if (lane != null) {
      hurry(node, lane);
    }
  }

  private void hurry(String node, MemoryLane lane) {
    if (lane.endPause()) {
      run(node, lane, 0);
    }
  }

  private void run(String node, MemoryLane lane, long pauseMillis) {
    schedule(() -> work(node, lane), node, TimeUnit.MILLISECONDS.toNanos(pauseMillis));
  }

  private void schedule(Runnable work, String node, long pauseNanos) {
    try {
      var unused = threads.schedule(work, pauseNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.warn("The publisher is closed; changes of '{}' are not announced", node);
    }
  }

  private void work(String node, MemoryLane lane) {
    try {
      lane.coalesce(() -> windows.of(node));
      for (int done = 0; done < TURN; done++) {
        if (step(lane)) {
          continue;
        }
        long dueIn = lane.dueIn();
        if (dueIn > 0) {
          runAfter(dueIn, node, lane);
          return;
        }
        if (lanes.computeIfPresent(node, (n, it) -> it.end() ? null : it) == null) {
          return;
        }
      }
      run(node, lane, 0);
    } catch (RuntimeException | Error e) {
      int failures = lane.failed();
      long pause = Math.min(MAX_PAUSE_MILLIS, 100L << Math.min(failures - 1, 10));
      if (failures == 1) {
        log.warn("'{}' cannot be published to; trying again until it can", node, e);
      }
      run(node, lane, pause);
    }
  }

  /** Does what is due in a lane; false when nothing is. */
  private boolean step(MemoryLane lane) {
    Runnable fill = lane.fill();
    if (fill != null) {
      fill.run();
      lane.filled();
      return true;
    }
    Change change = lane.first(draining);
    if (change != null) {
      deliver(change);
      if (lane.done(change)) {
        onDone.accept(1);
      }
      return true;
    }
    Runnable refill = lane.takeRefill();
    if (refill == null) {
      return false;
    }
    try {
      refill.run();
      lane.refilled();
    } catch (RuntimeException | Error e) {
      lane.refillWhenEmpty(refill);
      throw e;
    }
    return true;
  }

  private void deliver(Change change) {
    Throwable refused = Delivery.of(change, target).await(metrics);
    if (refused != null) {
      log.error("Item '{}' of '{}' is refused for good", change.itemId(), change.node(), refused);
    }
  }
}
