package dev.herald.publisher.outbox;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one node that wait, in order. A later change of an item takes the place of one
 * that waits: subscribers want the state, and a flood of saves needs no more room than its rows.
 * Guarded by itself.
 */
final class NodeLane {

  private final Map<String, Change> waiting = new LinkedHashMap<>();
  private @Nullable Runnable task;
  private boolean busy;
  private int failures;

  /** How many more wait now: 1, or 0 when one was replaced. */
  synchronized int add(Change change) {
    boolean replaced = waiting.remove(change.itemId()) != null;
    waiting.put(change.itemId(), change);
    return replaced ? 0 : 1;
  }

  /** Something to do once nothing waits: to fill the node from its table. */
  synchronized void whenEmpty(Runnable newTask) {
    task = newTask;
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
    if (!waiting.isEmpty() || task != null) {
      return false;
    }
    busy = false;
    return true;
  }

  synchronized @Nullable Change first() {
    return waiting.isEmpty() ? null : waiting.values().iterator().next();
  }

  /** Whether this very change was still there, and not replaced by a later one. */
  synchronized boolean done(Change change) {
    failures = 0;
    return waiting.remove(change.itemId(), change);
  }

  synchronized @Nullable Runnable takeTask() {
    Runnable taken = task;
    task = null;
    return taken;
  }

  /** How often in a row it has failed, this time included. */
  synchronized int failed() {
    return ++failures;
  }
}
