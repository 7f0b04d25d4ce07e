package dev.herald.publisher.outbox.jdbc;

import dev.herald.Coalescing;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.Delivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done each time that it is a node's turn: what comes first, then a batch of rows. */
final class LaneTurn {

  private static final Logger log = LoggerFactory.getLogger(LaneTurn.class);

  /** When so many rows of a node wait to be told as one, they wait no longer. */
  private static final int WAITING = 2_000;

  /** How often in a window is looked at most whether something is due. */
  private static final int LOOKS = 8;

  /** What there is to do after a turn. */
  enum Result {
    MORE,
    DONE,
    /** Nothing waits. */
    NOTHING,
    /** Rows wait to be told as one, for as long as the lane says. */
    LATER,
    /** Another process sends this node's changes. */
    NOT_OURS
  }

  private final OutboxTable table;
  private final NodeLeases leases;
  private final NodePublisher target;
  private final Consumer<String> refetch;
  private final PublisherMetrics metrics;

  /**
   * @param refetch compares a node with its table
   */
  LaneTurn(
      OutboxTable table,
      NodeLeases leases,
      NodePublisher target,
      Consumer<String> refetch,
      PublisherMetrics metrics) {
    this.table = table;
    this.leases = leases;
    this.target = target;
    this.refetch = refetch;
    this.metrics = metrics;
  }

  /**
   * Takes a turn.
   *
   * @param atOnce whether nothing is to wait to be told as one
   * @throws RuntimeException when it is to be tried again later
   */
  Result take(String node, JdbcLane lane, boolean atOnce) {
    boolean held = leases.holds(node);
    if (!held && !leases.claim(node)) {
      return Result.NOT_OURS;
    }
    lane.askForParked(!held, () -> table.hasParked(node));
    JdbcLane.Task task = lane.task();
    if (task != null) {
      task.here().run();
      lane.taskDone();
      lane.worked();
      return Result.MORE;
    }
    Runnable refill = lane.refill();
    Coalescing coalescing = lane.coalescing();
    // A refill comes when nothing waits, which might never be where rows wait to be told as one.
    Result result =
        coalescing.isNone()
            ? rows(node, lane)
            : waiting(node, lane, coalescing, atOnce || refill != null);
    if (refill != null && result == Result.NOTHING) {
      refill.run();
      lane.refilled(refill);
      lane.worked();
      return Result.MORE;
    }
    return result;
  }

  private Result rows(String node, JdbcLane lane) {
    List<OutboxRow> rows = table.first(node, lane.batch());
    if (rows.isEmpty()) {
      return Result.NOTHING;
    }
    boolean more = lane.hasRead(rows);
    boolean sent = send(node, lane, rows);
    lane.worked();
    // What was committed meanwhile has woken the lane, or is found by the timer.
    return more || !sent ? Result.MORE : Result.DONE;
  }

  private Result waiting(String node, JdbcLane lane, Coalescing coalescing, boolean atOnce) {
    List<RowHead> rows = table.heads(node, WAITING);
    if (rows.isEmpty()) {
      return Result.NOTHING;
    }
    boolean full = rows.size() == WAITING;
    RowHead comparison = rows.stream().filter(RowHead::refetches).findFirst().orElse(null);
    // It must find announced what comes before it.
    List<RowHead> before = comparison == null ? rows : rows.subList(0, rows.indexOf(comparison));
    WaitingItems items = new WaitingItems(before, coalescing);
    List<WaitingItem> due = items.due(full || atOnce || comparison != null);
    int at = 0;
    while (at < due.size()) {
      int to = Math.min(due.size(), at + lane.batch());
      List<OutboxRow> told = table.told(node, due.subList(at, to));
      lane.hasRead(told);
      boolean sent = send(node, lane, told);
      lane.worked();
      if (!sent) {
        return Result.MORE;
      }
      at = to;
    }
    if (comparison != null) {
      compare(node, lane, List.of(comparison.id()));
      return Result.MORE;
    }
    if (full) {
      return Result.MORE;
    }
    if (due.size() == items.size()) {
      return Result.DONE;
    }
    lane.worked();
    lane.pauseFor(Math.max(items.nextAfter(due.size()), coalescing.window().toMillis() / LOOKS));
    return Result.LATER;
  }

  /**
   * Sends rows without waiting for the answers in between, but never two of one item: should the
   * first one have to be sent again, the second would be undone.
   *
   * @return whether all were sent
   */
  private boolean send(String node, JdbcLane lane, List<OutboxRow> rows) {
    int at = 0;
    while (at < rows.size()) {
      Set<String> items = new HashSet<>();
      int to = at;
      while (to < rows.size()
          && !isComparison(rows.get(to))
          && items.add(rows.get(to).change().itemId())) {
        to++;
      }
      if (!leases.holds(node)) {
        // Stopped for a while, perhaps: somebody else may have gone on.
        return false;
      }
      if (to == at) {
        List<OutboxRow> rest = rows.subList(at, rows.size());
        if (rest.stream().filter(LaneTurn::isComparison).count() == 1) {
          compare(node, lane, List.of(rows.get(at).id()));
        } else {
          // The one that follows does for both.
          table.remove(List.of(rows.get(at).id()));
        }
        at++;
        continue;
      }
      sendAtOnce(node, lane, rows.subList(at, to));
      at = to;
    }
    return true;
  }

  private static boolean isComparison(OutboxRow row) {
    return row.change() instanceof Change.Refetch;
  }

  private void compare(String node, JdbcLane lane, List<Long> rows) {
    refetch.accept(node);
    table.remove(rows);
    lane.worked();
  }

  private void sendAtOnce(String node, JdbcLane lane, List<OutboxRow> rows) {
    List<Delivery> deliveries =
        rows.stream().map(row -> Delivery.of(row.change(), target)).toList();
    List<OutboxRow> taken = new ArrayList<>();
    Map<Long, String> refused = new HashMap<>();
    RuntimeException failure = null;
    for (int i = 0; i < rows.size(); i++) {
      OutboxRow row = rows.get(i);
      try {
        Throwable why = deliveries.get(i).await(metrics);
        if (why == null) {
          taken.add(row);
        } else {
          log.error(
              "Item '{}' of '{}' is refused for good, and parked",
              row.change().itemId(),
              node,
              why);
          refused.put(row.id(), String.valueOf(why));
        }
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    boolean parked = lane.hasParked();
    if (!refused.isEmpty()) {
      lane.park();
    }
    table.finish(node, taken, refused, parked);
    if (failure != null) {
      throw failure;
    }
  }
}
