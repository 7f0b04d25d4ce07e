package dev.herald.publisher.outbox.jdbc;

import dev.herald.Coalescing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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

  private static final long ASK_FOR_PARKED = TimeUnit.SECONDS.toNanos(10);

  /** So far are turns apart that are not for what is left over; in nanoseconds. */
  private static final long APART = 2_000_000;

  /** So many characters of payload are enough at once. */
  private static final int CHARACTERS = 1_000_000;

  private final Deque<Task> tasks = new ArrayDeque<>();
  private @Nullable Runnable refill;
  private boolean busy;
  private boolean woken;
  private long lookedAt = System.nanoTime() - APART;

  /** Empty as long as nobody has said it. */
  private Optional<Coalescing> coalescing = Optional.empty();

  /** Whether its next turn is some time off. */
  private boolean paused;

  /** Zero while there is something to do; read by the timer too. */
  private volatile long idleSince;

  private int failures;

  /** Whether something of the node may be parked, as far as was known a while ago. */
  private volatile boolean parked;

  private long askedForParked;

  /** How many rows are read next. */
  private int batch = FEW;

  /** In nanoseconds. */
  private long pause;

  /** There may be something to do; whether the caller is the one to have it done. */
  synchronized boolean wake() {
    woken = true;
    if (busy) {
      return false;
    }
    busy = true;
    return true;
  }

  /** How long rows wait to be told as one; asked for again as long as that is not known. */
  synchronized void coalesce(Supplier<Optional<Coalescing>> asked) {
    if (coalescing.isEmpty()) {
      coalescing = asked.get();
    }
  }

  synchronized Coalescing coalescing() {
    return coalescing.orElse(Coalescing.NONE);
  }

  /**
   * For how many nanoseconds to wait when it is woken: what is committed now is not told before its
   * window is over, and turns that follow one another are some time apart, as otherwise each commit
   * would be read and deleted by itself.
   */
  synchronized long pauseBefore() {
    if (hasTasks()) {
      return 0;
    }
    Coalescing known = coalescing();
    return known.isNone()
        ? Math.max(0, APART - (System.nanoTime() - lookedAt))
        : known.window().toNanos();
  }

  /** Its next turn is some time off. */
  synchronized void beginPause() {
    paused = true;
  }

  /** Whether that was so, and the caller is the one to go on. */
  synchronized boolean endPause() {
    boolean was = paused;
    paused = false;
    return was;
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
    lookedAt = System.nanoTime();
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

  /** Whether nobody works on it, and nothing was found for so many nanoseconds. */
  boolean isIdleFor(long nanos) {
    long since = idleSince;
    return since != 0 && System.nanoTime() - since >= nanos && !isBusy();
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

  /** What waits is to wait for so many milliseconds more. */
  void pauseFor(long millis) {
    pause = TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** In nanoseconds. */
  long pause() {
    return pause;
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

  /**
   * Asks the database now and then, as other processes park, too.
   *
   * @param atOnce whether it is to be asked in any case
   */
  void askForParked(boolean atOnce, BooleanSupplier database) {
    if (!atOnce && askedForParked != 0 && System.nanoTime() - askedForParked < ASK_FOR_PARKED) {
      return;
    }
    askedForParked = 0;
    // First, since what is parked from here on says so itself.
    parked = false;
    if (database.getAsBoolean()) {
      parked = true;
    }
    askedForParked = System.nanoTime();
  }

  /** Something of the node has been parked. */
  void park() {
    parked = true;
  }
}
