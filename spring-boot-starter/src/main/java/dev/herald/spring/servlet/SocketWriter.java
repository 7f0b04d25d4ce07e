package dev.herald.spring.servlet;

import dev.herald.server.websocket.FrameBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One thread that writes to many sockets, each as far as it takes something: so whoever publishes
 * writes for nobody, and what comes for a socket in the meantime leaves with one write. The thread
 * ends when there is nothing to do, and comes back.
 */
final class SocketWriter {

  /** How much is written to one socket at once, before it is the next one's turn. */
  static final int MAX_WRITE = 64 * 1024;

  /** Room for one element more. */
  private static final int BUFFER = MAX_WRITE + 8 * 1024;

  private final ScheduledThreadPoolExecutor executor;
  private final Queue<ServletWebSocketChannel> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicReference<@Nullable FrameBuffer> spare = new AtomicReference<>();

  SocketWriter() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "herald-websocket-writer");
              thread.setDaemon(true);
              return thread;
            });
    executor.setKeepAliveTime(10, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  /** The channel has something to write. It is not added again before it was flushed. */
  void add(ServletWebSocketChannel channel) {
    waiting.add(channel);
    if (scheduled.compareAndSet(false, true)) {
      executor.execute(this::flush);
    }
  }

  /** The same from within a flush: after the others' turn. */
  void again(ServletWebSocketChannel channel) {
    waiting.add(channel);
  }

  /** Does something on the thread, after a while. */
  void later(Runnable task, long nanos) {
    ScheduledFuture<?> unused = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  private void flush() {
    scheduled.set(false);
    ServletWebSocketChannel next;
    while ((next = waiting.poll()) != null) {
      next.flushInTurn();
    }
  }

  /** An empty buffer. */
  FrameBuffer take() {
    FrameBuffer buffer = spare.getAndSet(null);
    return buffer == null ? new FrameBuffer(BUFFER) : buffer;
  }

  /** The buffer is not needed any more. */
  void give(FrameBuffer buffer) {
    if (buffer.capacity() <= BUFFER) {
      buffer.clear();
      spare.set(buffer);
    }
  }
}
