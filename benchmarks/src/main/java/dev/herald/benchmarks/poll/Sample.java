package dev.herald.benchmarks.poll;

import org.HdrHistogram.Histogram;

/**
 * What was counted of one visit at one rate of changes.
 *
 * @param pages how many were open
 * @param opening what it took to open the pages
 * @param openingCpu the CPU of that
 * @param count of the time that was measured
 * @param cpu of the same time
 * @param delays in nanoseconds, of what pages learned in that time
 */
record Sample(
    int pages,
    int perMinute,
    Visit visit,
    Count opening,
    Cpu openingCpu,
    Count count,
    Cpu cpu,
    Histogram delays) {

  /** CPU of application and database, in milliseconds a second. */
  double load() {
    return count.perSecond(cpu.all()) / 1e3;
  }

  /** Bytes a second, both ways. */
  double bytes() {
    return count.perSecond(count.in() + count.out());
  }

  double millis(double percentile) {
    return delays.getValueAtPercentile(percentile) / 1e6;
  }
}
