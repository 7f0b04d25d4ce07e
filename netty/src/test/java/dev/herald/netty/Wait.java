package dev.herald.netty;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits until something holds. */
final class Wait {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Wait() {}

  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + LONGEST.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** Until a number has stayed the same for half a second. */
  static void untilSteady(String what, LongSupplier number) {
    AtomicLong last = new AtomicLong(Long.MIN_VALUE);
    AtomicLong since = new AtomicLong();
    until(
        what + " stays the same",
        () -> {
          long now = System.nanoTime();
          long current = number.getAsLong();
          if (last.getAndSet(current) != current) {
            since.set(now);
          }
          return now - since.get() > 500_000_000L;
        });
  }
}
