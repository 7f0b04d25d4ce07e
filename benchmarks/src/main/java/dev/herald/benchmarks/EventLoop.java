package dev.herald.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one thread that all connections of the load client live on. Whatever goes wrong on any of
 * them ends the measurement: {@link #await} throws it.
 */
public final class EventLoop implements AutoCloseable {

  /** Who listens to a connection; called on the loop. */
  public interface Peer {
    void connected(Wire wire);

    /** Bytes that have come; the array is used again after the call. */
    void received(byte[] bytes, int from, int to);
  }

  private record Timer(long nanoTime, Runnable task) {}

  private static final int READ_BYTES = 64 * 1024;

  private final Selector selector;
  private final Traffic traffic = new Traffic();
  private final byte[] readBuffer = new byte[READ_BYTES];
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::nanoTime));
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean open = true;

  public EventLoop() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** On the loop only: runs a task when {@link System#nanoTime()} has come so far. */
  public void at(long nanoTime, Runnable task) {
    timers.add(new Timer(nanoTime, task));
  }

  /** What all its connections have read and written; on the loop only. */
  public Traffic traffic() {
    return traffic;
  }

  /** On the loop only. */
  public void connect(int port, Peer peer) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
      Wire wire = new Wire(channel, key, peer, traffic);
      key.attach(wire);
      if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
        wire.finishConnect();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot connect to port " + port + "; if files are too many, raise ulimit -n", e);
    }
  }

  /**
   * Waits, from another thread, for what the loop works on.
   *
   * @throws IllegalStateException when the loop has failed, or the time has passed
   */
  public <T> T await(CompletableFuture<T> result, Duration limit, String what) {
    try {
      CompletableFuture.anyOf(result, failure).get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return result.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException(what + " failed: " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(what + " took longer than " + limit.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(what + " was interrupted", e);
    }
  }

  private void run() {
    try (selector) {
      while (open) {
        selector.select(this::ready, untilNextTimer());
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        for (Timer next = timers.peek();
            next != null && next.nanoTime() - System.nanoTime() <= 0;
            next = timers.peek()) {
          timers.remove();
          next.task().run();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      failure.completeExceptionally(e);
    }
  }

  private long untilNextTimer() {
    Timer next = timers.peek();
    return next == null
        ? 1_000
        : Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.nanoTime() - System.nanoTime()));
  }

  private void ready(SelectionKey key) {
    Wire wire = (Wire) key.attachment();
    try {
      if (key.isConnectable()) {
        wire.finishConnect();
      } else {
        if (key.isReadable()) {
          wire.read(readBuffer);
        }
        if (key.isValid() && key.isWritable()) {
          wire.flush();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A connection broke: " + e.getMessage(), e);
    }
  }

  /** Ends the loop; connections end with the process. */
  @Override
  public void close() {
    open = false;
    selector.wakeup();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
