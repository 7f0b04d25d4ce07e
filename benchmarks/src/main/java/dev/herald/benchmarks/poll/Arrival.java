package dev.herald.benchmarks.poll;

/**
 * A page knows the rows as they are after a change.
 *
 * @param number of the newest change that it knows
 * @param asked when it asked for it, in nanoseconds of {@link System#nanoTime()}; {@link
 *     #NOT_ASKED} when it was told by itself
 */
record Arrival(int page, long number, long asked, long at) {

  static final long NOT_ASKED = Long.MIN_VALUE;

  boolean wasAsked() {
    return asked != NOT_ASKED;
  }
}
