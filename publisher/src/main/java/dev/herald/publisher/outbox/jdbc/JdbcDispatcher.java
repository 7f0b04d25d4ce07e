package dev.herald.publisher.outbox.jdbc;

import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.NodeWindows;
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
 * process and looks for those of others four times a second, or more seldom where that takes the
 * database long. A target or a database that fails is tried again with growing pauses, of 10 ms to
 * 5 s, for as long as it takes; nothing of what waits is kept in memory meanwhile.
 */
final class JdbcDispatcher {

  private static final Logger log = LoggerFactory.getLogger(JdbcDispatcher.class);

  private static final int THREADS = 2;
  private static final long POLL_MILLIS = 250;

  /** So that looking for others' changes takes a tenth of a connection's time at most. */
  private static final long PAUSE_OF_DURATION = 10;

  private static final long MAX_PAUSE_MILLIS = 5_000;

  /** For how long a node is kept for which nothing comes. */
  private static final long KEPT = Duration.ofSeconds(2).toNanos();

  /** For how long a node is not asked for again that another process sends the changes of. */
  private static final long ASKED = Duration.ofSeconds(1).toNanos();

  private final OutboxTable table;
  private final NodeLeases leases;
  private final NodeWindows windows;
  private final LaneTurn turn;
  private final Map<String, JdbcLane> lanes = new ConcurrentHashMap<>();

  /** Nodes that another process had the lease of when it was asked for last, and when that was. */
  private final Map<String, Long> elsewhere = new ConcurrentHashMap<>();

  private final ScheduledExecutorService threads;
  private final ScheduledExecutorService timer;
  private final Trouble looking = new Trouble("looked through");
  private final Trouble renewing = new Trouble("leased from");

  /** Whether the outbox is being closed, so that nothing waits to be told as one. */
  private volatile boolean draining;

  JdbcDispatcher(
      OutboxTable table,
      NodeLeases leases,
      NodeWindows windows,
      NodePublisher target,
      Consumer<String> refetch,
      PublisherMetrics metrics) {
    this.table = table;
    this.leases = leases;
    this.windows = windows;
    this.turn = new LaneTurn(table, leases, target, refetch, metrics);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newScheduledThreadPool(
            THREADS, task -> daemon(task, "herald-outbox-" + number.incrementAndGet()));
    // Two, so that leases are renewed in time however long the table takes.
    this.timer = Executors.newScheduledThreadPool(2, task -> daemon(task, "herald-outbox-timer"));
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
            () -> renewing.guard(this::renew), renewal, renewal, TimeUnit.MILLISECONDS);
    pollIn(POLL_MILLIS, lease.toMillis());
  }

  private void pollIn(long pauseMillis, long longest) {
    try {
      var unused =
          timer.schedule(
              () -> {
                long begun = System.nanoTime();
                looking.guard(this::poll);
                long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                // What a process has left behind is to be found while a lease lasts.
                pollIn(Math.min(longest, Math.max(POLL_MILLIS, PAUSE_OF_DURATION * took)), longest);
              },
              pauseMillis,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("The outbox is closed, and not looked through any more");
    }
  }

  private void poll() {
    if (draining) {
      return;
    }
    long now = System.nanoTime();
    elsewhere.values().removeIf(asked -> now - asked > ASKED);
    for (String node : table.nodes(leases.owner())) {
      elsewhere.remove(node);
      wake(node);
    }
    // Those for which nothing comes any more are given up; to look at the others would be a way to
    // the database for each of them.
    lanes.forEach(
        (node, lane) -> {
          if (lane.isIdleFor(KEPT)) {
            wake(node);
          }
        });
  }

  private void renew() {
    if (!leases.isEmpty()) {
      leases.renew();
    }
  }

  /**
   * A transaction has been committed that has changed a node. If another process sends its changes,
   * that will find it, and to ask for the lease with each commit would be costly.
   *
   * @param parked whether something of it is parked
   */
  void committed(String node, boolean parked) {
    if (!elsewhere.containsKey(node)) {
      var unused = with(node, parked ? JdbcLane::park : lane -> {});
    }
  }

  private void wake(String node) {
    var unused = with(node, lane -> {});
  }

  void first(String node, JdbcLane.Task task) {
    JdbcLane lane = with(node, its -> its.first(task));
    // Not when the window is over, which somebody may wait for who starts.
    hurry(node, lane);
  }

  void whenEmpty(String node, Runnable refill) {
    JdbcLane lane = with(node, its -> its.whenEmpty(refill));
    hurry(node, lane);
  }

  private JdbcLane with(String node, Consumer<JdbcLane> action) {
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
      lane.coalesce(() -> windows.of(node));
      runAfter(pauseBefore(lane), node, lane);
    }
    return lane;
  }

  private long pauseBefore(JdbcLane lane) {
    return draining ? 0 : lane.pauseBefore();
  }

  /** Works on a lane after a pause, or at once when it is to hurry meanwhile. */
  private void runAfter(long nanos, String node, JdbcLane lane) {
    if (nanos == 0) {
      run(node, lane, 0);
      return;
    }
    lane.beginPause();
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

  private void hurry(String node, JdbcLane lane) {
    if (lane.endPause()) {
      run(node, lane, 0);
    }
  }

  private void run(String node, JdbcLane lane, long pauseMillis) {
    schedule(() -> work(node, lane), node, TimeUnit.MILLISECONDS.toNanos(pauseMillis));
  }

  private void schedule(Runnable work, String node, long nanos) {
    try {
      var unused = threads.schedule(work, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("The publisher is closed; what waits for '{}' is sent after the next start", node);
    }
  }

  private void work(String node, JdbcLane lane) {
    try {
      lane.look();
      lane.coalesce(() -> windows.of(node));
      LaneTurn.Result result = turn.take(node, lane, draining);
      if (result == LaneTurn.Result.MORE) {
        run(node, lane, 0);
        return;
      }
      if (result == LaneTurn.Result.LATER) {
        runAfter(lane.pause(), node, lane);
        return;
      }
      if (result == LaneTurn.Result.NOT_OURS) {
        elsewhere.put(node, System.nanoTime());
        lane.elsewhere();
        if (lane.refill() != null) {
          // Until it is done there, or to be done here.
          run(node, lane, MAX_PAUSE_MILLIS);
          return;
        }
        rest(node, lane, true);
        return;
      }
      boolean gone = lane.idle() >= KEPT;
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
      runAfter(pauseBefore(lane), node, lane);
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
    draining = true;
    lanes.forEach(this::hurry);
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
