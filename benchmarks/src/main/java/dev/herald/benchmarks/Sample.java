package dev.herald.benchmarks;

/** One counted stretch of time against one server: its CPU time, and what it delivered by it. */
record Sample(long cpuMicros, LoadResult result) {

  double microsPerDelivery() {
    return (double) cpuMicros / result.deliveries();
  }

  double microsPerPublish() {
    return (double) cpuMicros / result.publishes();
  }

  double deliveriesPerSecond() {
    return 1e9 * result.deliveries() / result.nanos();
  }

  double bytesPerDelivery() {
    return (double) result.bytes() / result.deliveries();
  }
}
