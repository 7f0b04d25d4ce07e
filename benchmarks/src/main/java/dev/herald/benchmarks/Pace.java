package dev.herald.benchmarks;

/**
 * When the next publish is sent.
 *
 * @param outstanding so many may be on their way to some subscriber
 * @param perSecond if not 0, at this rate instead, whatever is on its way
 */
record Pace(int outstanding, int perSecond) {

  /** Nothing is published. */
  static final Pace NONE = new Pace(0, 0);

  static final Pace ONE = outstanding(1);

  static Pace outstanding(int outstanding) {
    return new Pace(outstanding, 0);
  }

  static Pace rate(int perSecond) {
    return new Pace(0, perSecond);
  }
}
