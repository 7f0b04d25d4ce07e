package dev.herald.publisher.outbox.jdbc;

import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what waits to the target: a node's rows in order, by the process that has the node's
 * lease, several nodes beside each other, on threads of its own. It is woken by commits of this
 * process and looks for those of others four times a second. A target or a database that fails is
 * tried again with growing pauses, of 10 ms to 5 s, for as long as it takes; nothing of what waits
 * is kept in memory meanwhile.
 */
final class JdbcDispatcher {

  private static final Logger log = LoggerFactory.getLogger(JdbcDispatcher.class);

  private static final int THREADS = 2;
  private static final long POLL_MILLIS = 250;
  private static final long MAX_PAUSE_MILLIS = 5_000;

  /** For how long a node is kept for which nothing comes. */
  private static final long KEPT = Duration.ofSeconds(2).toNanos();

  private final OutboxTable table;
  private final NodeLeases leases;
  private final LaneTurn turn;
  private final Map<String, JdbcLane> lanes = new ConcurrentHashMap<>();
  private final ScheduledExecutorService threads;
  private final ScheduledExecutorService timer;
  private final Trouble trouble = new Trouble();

  JdbcDispatcher(
      OutboxTable table, NodeLeases leases, NodePublisher target, PublisherMetrics metrics) {
    this.table = table;
    this.leases = leases;
    this.turn = new LaneTurn(table, leases, target, metrics);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newScheduledThreadPool(
            THREADS, task -> daemon(task, "herald-outbox-" + number.incrementAndGet()));
    this.timer =
        Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "herald-outbox-timer"));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins.
   *
   * @param lease how long a node's lease lasts
   */
  void start(Duration lease) {
    long renewal = lease.toMillis() / 5;
    var unused =
        timer.scheduleWithFixedDelay(
            () -> trouble.guard(this::poll), POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    unused =
        timer.scheduleWithFixedDelay(
            () -> trouble.guard(this::renew), renewal, renewal, TimeUnit.MILLISECONDS);
  }

  private void poll() {
    table.nodes(leases.owner()).forEach(this::wake);
    // Those for which nothing comes any more are given up.
    lanes.forEach(
        (node, lane) -> {
          if (!lane.isBusy()) {
            wake(node);
          }
        });
  }

  private void renew() {
    if (!leases.isEmpty()) {
      leases.renew();
    }
  }

  /** There may be something for a node. */
  void wake(String node) {
    with(node, lane -> {});
  }

  void first(String node, JdbcLane.Task task) {
    with(node, lane -> lane.first(task));
  }

  void whenEmpty(String node, Runnable refill) {
    with(node, lane -> lane.whenEmpty(refill));
  }

  private void with(String node, Consumer<JdbcLane> action) {
    boolean[] woken = new boolean[1];
    JdbcLane lane =
        lanes.compute(
            node,
            (name, existing) -> {
              JdbcLane its = existing == null ? new JdbcLane() : existing;
              action.accept(its);
              woken[0] = its.wake();
              return its;
            });
    if (woken[0]) {
      run(node, lane, 0);
    }
  }

  private void run(String node, JdbcLane lane, long pauseMillis) {
    try {
      var unused = threads.schedule(() -> work(node, lane), pauseMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("The publisher is closed; what waits for '{}' is sent after the next start", node);
    }
  }

  private void work(String node, JdbcLane lane) {
    try {
      lane.look();
      LaneTurn.Result result = turn.take(node, lane);
      if (result == LaneTurn.Result.MORE) {
        run(node, lane, 0);
        return;
      }
      if (result == LaneTurn.Result.NOT_OURS) {
        lane.elsewhere();
        if (lane.refill() != null) {
          // Until it is done there, or to be done here.
          run(node, lane, MAX_PAUSE_MILLIS);
          return;
        }
        rest(node, lane, true);
        return;
      }
      boolean gone = lane.idle() > KEPT;
      if (gone && leases.holds(node)) {
        leases.release(node);
      }
      rest(node, lane, gone);
    } catch (RuntimeException | Error e) {
      int failures = lane.failed();
      long pause = Math.min(MAX_PAUSE_MILLIS, 10L << Math.min(failures - 1, 10));
      if (failures == 1) {
        log.warn("'{}' cannot be published to; trying again until it can: {}", node, e.toString());
        log.debug("The failure at '{}'", node, e);
      }
      run(node, lane, pause);
    }
  }

  private void rest(String node, JdbcLane lane, boolean gone) {
    boolean[] resting = new boolean[1];
    lanes.computeIfPresent(
        node,
        (name, it) -> {
          resting[0] = lane.rest();
          return resting[0] && gone ? null : it;
        });
    if (!resting[0]) {
      run(node, lane, 0);
    }
  }

  /** Whether nothing is being sent or tried again. */
  boolean isIdle() {
    if (isAnyBusy()) {
      return false;
    }
    // One may have handed something to another one that had been looked at.
    return !isAnyBusy();
  }

  private boolean isAnyBusy() {
    return lanes.values().stream().anyMatch(JdbcLane::isBusy);
  }

  /** Waits until nothing is being sent; whether that came about. */
  boolean drain(Duration most) {
    long deadline = System.nanoTime() + most.toNanos();
    while (!isIdle()) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return true;
  }

  void stop() {
    timer.shutdownNow();
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        log.warn("A publish goes on at the end, and may be sent again after the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
