package dev.herald.netty;

import io.netty.channel.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushes the outlets of one event loop that have something to write: one task for all of them, and
 * one write for each, with all that has come together by then.
 */
final class LoopWriter implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(LoopWriter.class);

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
    scheduled.set(false);
    Outlet next;
    while ((next = waiting.poll()) != null) {
      next.flush();
    }
  }
}
