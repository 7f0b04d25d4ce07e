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

  static final Plan QUICK = new Plan(5, Duration.ofSeconds(4), Duration.ofSeconds(1));
  static final Plan LONG = new Plan(9, Duration.ofSeconds(15), Duration.ofSeconds(5));
}
