package dev.herald.server.bosh;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until a test moves it on. */
final class ManualTime implements BoshTime {

  private record Due(long at, long number, Runnable task) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
  private long now;
  private long number;

  @Override
  public synchronized long millis() {
    return now;
  }

  @Override
  public synchronized Alarm after(Duration delay, Runnable task) {
    Due entry = new Due(now + delay.toMillis(), number++, task);
    due.add(entry);
    return () -> cancel(entry);
  }

  private synchronized void cancel(Due entry) {
    due.remove(entry);
  }

  void advance(Duration duration) {
    long end = millis() + duration.toMillis();
    Due next;
    while ((next = next(end)) != null) {
      next.task().run();
    }
  }

  private synchronized @Nullable Due next(long end) {
    Due next = due.peek();
    if (next == null || next.at() > end) {
      now = end;
      return null;
    }
    now = next.at();
    return due.poll();
  }
}
