package dev.herald.publisher.outbox.memory;

import dev.herald.publisher.outbox.Change;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one node that wait, in order. A later change of an item takes the place of one
 * that waits: subscribers want the state, and a flood of saves needs no more room than its rows.
 * Guarded by itself.
 */
final class MemoryLane {

  private final Map<String, Change> waiting = new LinkedHashMap<>();
  private final Deque<Runnable> fills = new ArrayDeque<>();
  private @Nullable Runnable refill;
  private boolean busy;
  private int failures;

  /**
   * How many more wait now: 1, or 0 when one was replaced, or -1 when it found no room.
   *
   * @param room whether one more may wait; to replace one takes none
   */
  synchronized int add(Change change, boolean room) {
    boolean replaced = waiting.containsKey(change.itemId());
    if (!replaced && !room) {
      return -1;
    }
    waiting.remove(change.itemId());
    waiting.put(change.itemId(), change);
    return replaced ? 0 : 1;
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

  synchronized Set<String> waiting() {
    return Set.copyOf(waiting.keySet());
  }

  synchronized @Nullable Change first() {
    return waiting.isEmpty() ? null : waiting.values().iterator().next();
  }

  /** Whether this very change was still there, and not replaced by a later one. */
  synchronized boolean done(Change change) {
    failures = 0;
    return waiting.remove(change.itemId(), change);
  }

  /** The fill that is due; it stays until it is {@link #filled}. */
  synchronized @Nullable Runnable fill() {
    return fills.peek();
  }

  synchronized void filled() {
    failures = 0;
    fills.remove();
  }

  /** The refill, to be done now; a change that finds no room meanwhile asks for another. */
  synchronized @Nullable Runnable takeRefill() {
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
    return ++failures;
  }
}
