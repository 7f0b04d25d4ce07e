package dev.herald.publisher.outbox.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of a node whose changes it sends, or is about to. The first part is
 * guarded by itself, the second used by whoever works on it.
 */
final class JdbcLane {

  /**
   * What comes before the rows.
   *
   * @param elsewhere run instead when another process sends this node's changes
   */
  record Task(Runnable here, Runnable elsewhere) {}

  private static final int FEW = 10;
  private static final int MANY = 100;

  /** So many characters of payload are enough at once. */
  private static final int CHARACTERS = 1_000_000;

  private final Deque<Task> tasks = new ArrayDeque<>();
  private @Nullable Runnable refill;
  private boolean busy;
  private boolean woken;

  private long idleSince;
  private int failures;
  private boolean parked;

  /** How many rows are read next. */
  private int batch = FEW;

  /** There may be something to do; whether the caller is the one to have it done. */
  synchronized boolean wake() {
    woken = true;
    if (busy) {
      return false;
    }
    busy = true;
    return true;
  }

  synchronized void first(Task task) {
    tasks.add(task);
  }

  synchronized void whenEmpty(Runnable newRefill) {
    refill = newRefill;
  }

  /** Who works begins to look: what comes from now on is to be looked for again. */
  synchronized void look() {
    woken = false;
  }

  /** Nobody works on it any more, unless something has come meanwhile. */
  synchronized boolean rest() {
    if (woken || hasTasks()) {
      return false;
    }
    busy = false;
    return true;
  }

  synchronized boolean isBusy() {
    return busy;
  }

  synchronized @Nullable Task task() {
    return tasks.peek();
  }

  synchronized void taskDone() {
    tasks.remove();
  }

  /** Another process sends this node's changes. */
  void elsewhere() {
    List<Task> left;
    synchronized (this) {
      left = List.copyOf(tasks);
      tasks.clear();
    }
    left.forEach(task -> task.elsewhere().run());
  }

  synchronized @Nullable Runnable refill() {
    return refill;
  }

  /** Done, unless another one was asked for meanwhile. */
  synchronized void refilled(Runnable done) {
    if (refill == done) {
      refill = null;
    }
  }

  private boolean hasTasks() {
    return !tasks.isEmpty() || refill != null;
  }

  /** Nothing was found; for how many nanoseconds that has been so. */
  long idle() {
    long now = System.nanoTime();
    if (idleSince == 0) {
      idleSince = now;
    }
    return now - idleSince;
  }

  void worked() {
    idleSince = 0;
    failures = 0;
  }

  /** How often in a row it has failed, this time included. */
  int failed() {
    return ++failures;
  }

  int batch() {
    return batch;
  }

  /**
   * Rows have been read: what comes next is like them, mostly.
   *
   * @return whether there may be more
   */
  boolean hasRead(List<OutboxRow> rows) {
    boolean full = rows.size() == batch;
    int characters = rows.stream().mapToInt(OutboxRow::size).sum();
    if (characters > CHARACTERS) {
      batch = Math.max(1, batch / 4);
    } else if (full && characters < CHARACTERS / 4) {
      batch = Math.min(MANY, batch * 2);
    }
    return full;
  }

  boolean hasParked() {
    return parked;
  }

  void parked(boolean some) {
    parked = some;
  }
}
