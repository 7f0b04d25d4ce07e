package dev.herald.benchmarks;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/**
 * Publishes for some time, and knows by counting what has been received by all. Used on the event
 * loop only.
 */
final class Load {

  private static final int SLOTS = 1 << 16;

  private final EventLoop loop;
  private final Publisher publisher;
  private final Shape shape;
  private final int[] missing = new int[SLOTS];
  private final long[] sentAt = new long[SLOTS];
  private long next;
  private CompletableFuture<LoadResult> result = new CompletableFuture<>();
  private Pace pace = Pace.ONE;
  private Histogram latency = new Histogram(3);
  private long started;
  private long end;
  private long deliveries;
  private long publishes;
  private long bytes;
  private int outstanding;

  Load(EventLoop loop, Publisher publisher, Shape shape) {
    this.loop = loop;
    this.publisher = publisher;
    this.shape = shape;
  }

  /** Publishes for so long; completes the result when all has been received and confirmed. */
  void run(Pace wanted, Duration time, CompletableFuture<LoadResult> whenDone) {
    pace = wanted;
    result = whenDone;
    latency = new Histogram(3);
    deliveries = 0;
    publishes = 0;
    bytes = 0;
    started = System.nanoTime();
    end = started + time.toNanos();
    if (pace.perSecond() > 0) {
      tick(started);
    } else {
      for (int i = 0; i < pace.outstanding(); i++) {
        publish();
      }
    }
  }

  /** How many have been published since the start. */
  long published() {
    return next;
  }

  void received(long number, int wireBytes) {
    int slot = (int) (number % SLOTS);
    deliveries++;
    bytes += wireBytes;
    if (pace.perSecond() > 0) {
      latency.recordValue(System.nanoTime() - sentAt[slot]);
    }
    if (--missing[slot] == 0) {
      outstanding--;
      if (pace.perSecond() == 0 && System.nanoTime() - end < 0) {
        publish();
      } else {
        finish();
      }
    }
  }

  void confirmed() {
    finish();
  }

  private void tick(long due) {
    if (due - end >= 0) {
      finish();
      return;
    }
    publish();
    long following = due + 1_000_000_000L / pace.perSecond();
    loop.at(following, () -> tick(following));
  }

  private void publish() {
    int slot = (int) (next % SLOTS);
    if (missing[slot] > 0) {
      throw new IllegalStateException(
          missing[slot] + " deliveries of a publish are missing after " + SLOTS + " later ones");
    }
    missing[slot] = shape.perNode();
    outstanding++;
    publishes++;
    sentAt[slot] = System.nanoTime();
    publisher.publish((int) (next % shape.nodes()), next++);
  }

  private void finish() {
    long now = System.nanoTime();
    if (outstanding == 0 && publisher.unconfirmed() == 0 && now - end >= 0) {
      result.complete(new LoadResult(deliveries, publishes, bytes, now - started, latency));
    }
  }
}
