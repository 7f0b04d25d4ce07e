package dev.herald.publisher.outbox.memory;

import dev.herald.Coalescing;
import dev.herald.publisher.outbox.Change;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one node that wait, in order. A later change of an item and one that waits become
 * one, in the place of the later: subscribers want the state, and a flood of saves needs no more
 * room than its rows. Guarded by itself.
 */
final class MemoryLane {

  /**
   * A change that waits.
   *
   * @param number grows with each change of the node
   * @param first when the first change was made that it tells of, in nanoseconds
   * @param last when the last one was made
   */
  private record Waiting(Change change, long number, long first, long last) {
    long dueIn(Coalescing coalescing, long now) {
      return Math.min(
          coalescing.window().toNanos() - (now - last),
          coalescing.longest().toNanos() - (now - first));
    }
  }

  /** How often in a window is looked at most whether something is due. */
  private static final int LOOKS = 8;

  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Deque<Runnable> fills = new ArrayDeque<>();
  private Optional<Coalescing> coalescing = Optional.empty();
  private @Nullable Runnable refill;
  private @Nullable Change underWay;
  private boolean busy;
  private boolean paused;
  private int failures;
  private long number;

  /** All up to this number is due. */
  private long due;

  /** In how many nanoseconds something is due, when nothing was. */
  private long dueIn;

  /** How long changes wait to be told as one; asked for again as long as that is not known. */
  synchronized void coalesce(Supplier<Optional<Coalescing>> asked) {
    if (coalescing.isEmpty()) {
      coalescing = asked.get();
    }
  }

  /** For how many nanoseconds to wait when it begins: what comes now is not told before. */
  synchronized long window() {
    return !fills.isEmpty() || refill != null || waiting.isEmpty() ? 0 : known().window().toNanos();
  }

  private Coalescing known() {
    return coalescing.orElse(Coalescing.NONE);
  }

  /**
   * How many more wait now: 1, or 0 when one was replaced, or -1 when it found no room.
   *
   * @param room whether one more may wait; to replace one takes none
   */
  synchronized int add(Change change, boolean room) {
    Waiting before = waiting.get(change.itemId());
    if (before == null && !room) {
      return -1;
    }
    waiting.remove(change.itemId());
    long now = System.nanoTime();
    Waiting one = new Waiting(change, ++number, now, now);
    // One that is being sent is a change before this one, and not a part of it.
    if (before != null && before.change != underWay) {
      one = new Waiting(change.after(before.change), number, before.first, now);
    }
    waiting.put(change.itemId(), one);
    return before == null ? 1 : 0;
  }

  /** To fill the node before all that waits: what is committed meanwhile is replayed on top. */
  synchronized void fillFirst(Runnable fill) {
    fills.add(fill);
  }

  /**
   * To fill the node again once nothing waits, as an older change must not follow it.
   *
   * @return false when that was to be done already
   */
  synchronized boolean refillWhenEmpty(Runnable newRefill) {
    boolean first = refill == null;
    refill = newRefill;
    return first;
  }

  /** Whether the caller is the one to work on this lane now. */
  synchronized boolean begin() {
    if (busy) {
      return false;
    }
    busy = true;
    return true;
  }

  /** Whether there is nothing left, so that the lane is given up. */
  synchronized boolean end() {
    if (!waiting.isEmpty() || !fills.isEmpty() || refill != null) {
      return false;
    }
    busy = false;
    return true;
  }

  /** Who works on it goes on when changes can be told as one. */
  synchronized void pause() {
    paused = true;
  }

  /** Whether it was waiting for that, and the caller is the one to go on. */
  synchronized boolean endPause() {
    boolean was = paused;
    paused = false;
    return was;
  }

  synchronized Set<String> waiting() {
    return Set.copyOf(waiting.keySet());
  }

  /**
   * The change that is to be sent now; null when none is.
   *
   * @param atOnce whether nothing is to wait to be told as one
   */
  synchronized @Nullable Change first(boolean atOnce) {
    Iterator<Waiting> all = waiting.values().iterator();
    if (!all.hasNext()) {
      return null;
    }
    Waiting first = all.next();
    // A refill comes when nothing waits, which might never be where changes wait to be told as one.
    boolean waits = !atOnce && refill == null && !known().isNone();
    if (waits && first.number > due && !findDue()) {
      return null;
    }
    underWay = first.change;
    return underWay;
  }

  /** Looks for the last one that is due: those before it are, too, to be told in their order. */
  private boolean findDue() {
    long now = System.nanoTime();
    dueIn = Long.MAX_VALUE;
    boolean found = false;
    for (Waiting each : waiting.values()) {
      long in = each.dueIn(known(), now);
      if (in <= 0) {
        due = each.number;
        found = true;
      }
      dueIn = Math.min(dueIn, in);
    }
    return found;
  }

  /** In how many nanoseconds something is due, after nothing was; zero when nothing waits. */
  synchronized long dueIn() {
    return waiting.isEmpty() || !fills.isEmpty() || refill != null
        ? 0
        : Math.max(dueIn, known().window().toNanos() / LOOKS);
  }

  /** Whether this very change was still there, and not replaced by a later one. */
  synchronized boolean done(Change change) {
    failures = 0;
    underWay = null;
    Waiting its = waiting.get(change.itemId());
    if (its == null || its.change != change) {
      return false;
    }
    waiting.remove(change.itemId());
    return true;
  }

  /** The fill that is due; it stays until it is {@link #filled}. */
  synchronized @Nullable Runnable fill() {
    return fills.peek();
  }

  synchronized void filled() {
    failures = 0;
    fills.remove();
  }

  /**
   * The refill, to be done now as nothing waits; a change that finds no room meanwhile asks for
   * another.
   */
  synchronized @Nullable Runnable takeRefill() {
    if (!waiting.isEmpty()) {
      return null;
    }
    Runnable taken = refill;
    refill = null;
    return taken;
  }

  /** A refill that was taken has been done. */
  synchronized void refilled() {
    failures = 0;
  }

  /** How often in a row it has failed, this time included. */
  synchronized int failed() {
    underWay = null;
    return ++failures;
  }
}
