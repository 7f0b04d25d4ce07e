package dev.herald.server.bosh;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What sessions know of time. Thread-safe. */
interface BoshTime {

  /** Milliseconds since some moment; they never run backwards. */
  long millis();

  /** Runs a task later, on a thread that it must not keep. */
  Alarm after(Duration delay, Runnable task);

  /** A task that may be called off; one that runs already runs on. */
  @FunctionalInterface
  interface Alarm {
    Alarm NONE = () -> {};

    void cancel();
  }

  static BoshTime of(ScheduledExecutorService timer) {
    return new BoshTime() {
      @Override
      public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
      }

      @Override
      public Alarm after(Duration delay, Runnable task) {
        try {
          Future<?> future = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
          return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
          // The server stops, which ends all sessions anyway.
          return Alarm.NONE;
        }
      }
    };
  }
}
