package dev.herald.publisher.outbox;

import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublishRefusedException;
import dev.herald.publisher.PublisherMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings changes to the target: those of one node in order, several nodes beside each other, on
 * threads of its own. A target that fails is tried again with growing pauses, of 100 ms to 5 s, for
 * as long as it takes; meanwhile the other nodes go on.
 */
final class OutboxDispatcher {

  private static final Logger log = LoggerFactory.getLogger(OutboxDispatcher.class);
  private static final int THREADS = 2;
  private static final long MAX_PAUSE_MILLIS = 5_000;

  private final NodePublisher target;
  private final PublisherMetrics metrics;
  private final IntConsumer onDone;
  private final Map<String, NodeLane> lanes = new ConcurrentHashMap<>();
  private final ScheduledExecutorService threads;

  /**
   * @param onDone told how many changes wait no longer
   */
  OutboxDispatcher(NodePublisher target, PublisherMetrics metrics, IntConsumer onDone) {
    this.target = target;
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

  /** How many more changes wait now. */
  int add(Change change) {
    int[] more = {0};
    NodeLane lane =
        lanes.compute(
            change.node(),
            (node, existing) -> {
              NodeLane its = existing == null ? new NodeLane() : existing;
              more[0] = its.add(change);
              return its;
            });
    begin(change.node(), lane);
    return more[0];
  }

  /** Runs a task of a node once all its changes are done. */
  void whenEmpty(String node, Runnable task) {
    NodeLane lane =
        lanes.compute(
            node,
            (name, existing) -> {
              NodeLane its = existing == null ? new NodeLane() : existing;
              its.whenEmpty(task);
              return its;
            });
    begin(node, lane);
  }

  boolean isIdle() {
    return lanes.isEmpty();
  }

  void stop() {
    threads.shutdownNow();
  }

  private void begin(String node, NodeLane lane) {
    if (lane.begin()) {
      run(node, lane, 0);
    }
  }

  private void run(String node, NodeLane lane, long pauseMillis) {
    try {
      var unused = threads.schedule(() -> work(node, lane), pauseMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.warn("The publisher is closed; changes of '{}' are not announced", node);
    }
  }

  private void work(String node, NodeLane lane) {
    try {
      while (true) {
        Change change = lane.first();
        if (change != null) {
          deliver(change);
          if (lane.done(change)) {
            onDone.accept(1);
          }
          continue;
        }
        Runnable task = lane.takeTask();
        if (task != null) {
          runTask(node, lane, task);
          continue;
        }
        NodeLane left = lanes.computeIfPresent(node, (name, it) -> it.end() ? null : it);
        if (left == null) {
          return;
        }
      }
    } catch (RuntimeException e) {
      int failures = lane.failed();
      long pause = Math.min(MAX_PAUSE_MILLIS, 100L << Math.min(failures - 1, 10));
      if (failures == 1) {
        log.warn("'{}' cannot be published to; trying again until it can", node, e);
      }
      run(node, lane, pause);
    }
  }

  private void deliver(Change change) {
    try {
      if (change instanceof Change.Publish publish) {
        target.publish(publish.node(), publish.itemId(), publish.payload());
        metrics.countPublished();
      } else {
        target.retract(change.node(), change.itemId());
        metrics.countRetracted();
      }
    } catch (PublishRefusedException e) {
      metrics.countFailed();
      log.error("Item '{}' of '{}' is refused for good", change.itemId(), change.node(), e);
    }
  }

  private static void runTask(String node, NodeLane lane, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.warn("'{}' could not be filled from its table; trying again", node, e);
      lane.whenEmpty(task);
      throw e;
    }
  }
}
