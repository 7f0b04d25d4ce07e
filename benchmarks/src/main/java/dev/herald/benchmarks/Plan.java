package dev.herald.benchmarks;

import java.time.Duration;

/**
 * How long to measure.
 *
 * @param pairs how many times each server is measured
 * @param warmUp what is not counted, after the log-ins, for each server
 * @param window what is counted each time
 */
record Plan(int pairs, Duration warmUp, Duration window) {

  /** At a rate a server does little, and its CPU time is known to 10 ms only. */
  private static final int LONGER_AT_A_RATE = 5;

  static final Plan QUICK = new Plan(5, Duration.ofSeconds(4), Duration.ofSeconds(1));
  static final Plan LONG = new Plan(9, Duration.ofSeconds(15), Duration.ofSeconds(5));

  Duration window(Pace pace) {
    return pace.perSecond() > 0 ? window.multipliedBy(LONGER_AT_A_RATE) : window;
  }
}
