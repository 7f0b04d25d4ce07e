package dev.herald.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the target has taken, in the order in which it was handed over: that of each node. Keeps the
 * latest 100,000. Guarded by itself.
 */
final class EventLog {

  static final int MOST = 100_000;

  /** An event on its way to the target. */
  static final class Entry {
    private final RecordedEvent event;
    private boolean taken;

    private Entry(RecordedEvent event) {
      this.event = event;
    }
  }

  private final Deque<Entry> entries = new ArrayDeque<>();
  private boolean forgetful;

  synchronized Entry add(RecordedEvent event) {
    if (entries.size() == MOST) {
      entries.removeFirst();
      forgetful = true;
    }
    Entry entry = new Entry(event);
    entries.addLast(entry);
    return entry;
  }

  /** The target has it. */
  synchronized void taken(Entry entry) {
    entry.taken = true;
    notifyAll();
  }

  /** The target has not taken it, now or for good. */
  synchronized void withdraw(Entry entry) {
    entries.removeLastOccurrence(entry);
  }

  synchronized List<RecordedEvent> all() {
    List<RecordedEvent> taken = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.taken) {
        taken.add(entry.event);
      }
    }
    return taken;
  }

  /** Whether there were more than it keeps. */
  synchronized boolean isForgetful() {
    return forgetful;
  }

  synchronized void clear() {
    entries.clear();
    forgetful = false;
  }

  /** Waits until what was taken is enough, but not beyond a time; what there is then. */
  synchronized List<RecordedEvent> await(Predicate<List<RecordedEvent>> enough, long deadline)
      throws InterruptedException {
    while (true) {
      List<RecordedEvent> all = all();
      long left = deadline - System.nanoTime();
      if (enough.test(all) || left <= 0) {
        return all;
      }
      wait(left / 1_000_000 + 1);
    }
  }
}
