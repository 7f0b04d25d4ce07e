package dev.herald.netty;

import io.netty.channel.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushes the outlets of one event loop that have something to write: one task for all of them, and
 * one write for each, with all that has come together by then.
 */
final class LoopWriter implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(LoopWriter.class);

  /** Outlets at a time; then the loop reads, so that who publishes much keeps nobody waiting. */
  private static final int TURN = 256;

  private final EventLoop loop;
  private final Queue<Outlet> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  LoopWriter(EventLoop loop) {
    this.loop = loop;
  }

  /** The outlet has something to write. It is not added again before it was flushed. */
  void add(Outlet outlet) {
    waiting.add(outlet);
    if (scheduled.compareAndSet(false, true)) {
      try {
        loop.execute(this);
      } catch (RejectedExecutionException e) {
        log.debug("The event loop has ended; nothing is written any more", e);
      }
    }
  }

  @Override
  public void run() {
    for (int i = 0; i < TURN; i++) {
      Outlet next = waiting.poll();
      if (next == null) {
        scheduled.set(false);
        // Whoever added one before that was seen relies on this run.
        if (waiting.isEmpty() || !scheduled.compareAndSet(false, true)) {
          return;
        }
      } else {
        flush(next);
      }
    }
    // Not by execute(): the loop works through its tasks before it reads again, but not through
    // what falls due meanwhile.
    loop.schedule(this, 0, TimeUnit.NANOSECONDS);
  }

  private static void flush(Outlet outlet) {
    try {
      outlet.flush();
    } catch (RuntimeException | OutOfMemoryError e) {
      // For want of memory perhaps: this one's fault must not cost the others theirs.
      log.error("What is for {} could not be written; it is closed", outlet, e);
      outlet.abandon();
    }
  }
}
