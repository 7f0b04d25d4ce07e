package dev.herald.benchmarks;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a load client counted.
 *
 * @param bytes with the framing of the transport
 * @param latency nanoseconds from each publish to each of its receipts; empty unless paced by a
 *     rate
 */
record LoadResult(long deliveries, long publishes, long bytes, long nanos, Histogram latency) {

  /** All of it in one line, which {@link #parse} reads. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%d %d %d %d %s",
        deliveries,
        publishes,
        bytes,
        nanos,
        Histograms.word(latency));
  }

  static LoadResult parse(String line) {
    List<String> words = List.of(line.split(" ", -1));
    return new LoadResult(
        Long.parseLong(words.get(0)),
        Long.parseLong(words.get(1)),
        Long.parseLong(words.get(2)),
        Long.parseLong(words.get(3)),
        Histograms.parse(words.get(4)));
  }
}
