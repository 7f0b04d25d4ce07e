package dev.herald.server.lane;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what was added in the order of adding, without a lock and without a thread of its own:
 * whoever finds the lane idle runs it until it is empty. So things are ordered under a lock and
 * done after it is released. What throws is logged, and the rest goes on. Thread-safe.
 */
public final class Lane {

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  /** Adds a task; the caller holds the lock that says what comes first. */
  public void add(Runnable task) {
    waiting.add(task);
  }

  /** Runs what waits, unless another thread does so already and will find it; holds no lock. */
  public void run() {
    if (pending.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      Runnable next;
      while ((next = waiting.poll()) != null) {
        run(next);
      }
      seen = pending.addAndGet(-seen);
    } while (seen != 0);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      // It must not throw; if it does, the lane still belongs to all the others.
      log.error("What was to be delivered could not be", e);
    }
  }
}
