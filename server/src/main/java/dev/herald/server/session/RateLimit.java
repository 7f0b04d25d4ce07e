package dev.herald.server.session;

import java.util.concurrent.TimeUnit;

/**
 * A token bucket that can be overdrawn: what comes in is always counted, and a debt is to be waited
 * for. For one thread at a time.
 */
final class RateLimit {

  /** How many seconds' worth may come at once. */
  private static final int BURST_SECONDS = 10;

  private final long perSecond;
  private double tokens;
  private long last;

  RateLimit(long perSecond, long now) {
    this.perSecond = perSecond;
    this.tokens = (double) perSecond * BURST_SECONDS;
    this.last = now;
  }

  /**
   * Takes {@code amount}.
   *
   * @param now of {@link System#nanoTime}
   * @return the nanoseconds after which the debt is paid; 0 when there is none
   */
  long spend(long amount, long now) {
    double earned = (double) (now - last) * perSecond / TimeUnit.SECONDS.toNanos(1);
    tokens = Math.min((double) perSecond * BURST_SECONDS, tokens + earned) - amount;
    last = now;
    return tokens >= 0 ? 0 : (long) (-tokens * TimeUnit.SECONDS.toNanos(1) / perSecond);
  }
}
