package dev.herald.benchmarks.poll;

import java.time.Duration;

/**
 * What all pages do.
 *
 * @param interval between polls; zero for pages that have subscribed
 */
record Visit(Way way, Duration interval) {

  static final Visit PUSH = new Visit(Way.PUSH, Duration.ZERO);

  String words() {
    return switch (way) {
      case PUSH -> "push";
      case POLL -> "poll, " + interval.toSeconds() + " s";
      case POLL_WITH_ETAG -> "poll, " + interval.toSeconds() + " s, ETag";
    };
  }

  /** Whether some polls find that nothing has changed, at a steady rate of changes. */
  boolean mayFindNothing(Duration betweenChanges) {
    return interval.compareTo(betweenChanges.multipliedBy(2)) < 0;
  }

  /** How long is measured: each page polls as often as any other. */
  Duration window(Duration atLeast) {
    if (interval.isZero()) {
      return atLeast;
    }
    long times = Math.max(1, (atLeast.toNanos() + interval.toNanos() - 1) / interval.toNanos());
    return interval.multipliedBy(times);
  }

  /** How long the pages are open before: each has polled once. */
  Duration before(Duration atLeast) {
    return interval.compareTo(atLeast) > 0 ? interval : atLeast;
  }
}
