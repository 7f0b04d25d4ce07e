package dev.herald.benchmarks.poll;

import java.util.Arrays;
import java.util.Locale;

/**
 * What pages have sent and got in a stretch of time.
 *
 * @param messages answers, or events of those who have subscribed
 * @param leftOut polls that were due while the one before had no answer yet
 * @param in bytes from the server
 * @param out bytes to the server
 */
record Count(long requests, long messages, long leftOut, long in, long out, long nanos) {

  /** All of it in one line, which {@link #parse} reads. */
  String line() {
    return String.format(
        Locale.ROOT, "%d %d %d %d %d %d", requests, messages, leftOut, in, out, nanos);
  }

  static Count parse(String line) {
    long[] numbers = Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    return new Count(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
  }

  Count minus(Count before) {
    return new Count(
        requests - before.requests,
        messages - before.messages,
        leftOut - before.leftOut,
        in - before.in,
        out - before.out,
        nanos - before.nanos);
  }

  double perSecond(long count) {
    return 1e9 * count / nanos;
  }
}
