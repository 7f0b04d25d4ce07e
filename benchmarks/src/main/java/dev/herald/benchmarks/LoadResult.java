package dev.herald.benchmarks;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.DataFormatException;
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
    ByteBuffer buffer = ByteBuffer.allocate(latency.getNeededByteBufferCapacity() + 1024);
    int length = latency.encodeIntoCompressedByteBuffer(buffer);
    byte[] histogram = Arrays.copyOf(buffer.array(), length);
    return String.format(
        Locale.ROOT,
        "%d %d %d %d %s",
        deliveries,
        publishes,
        bytes,
        nanos,
        Base64.getEncoder().encodeToString(histogram));
  }

  static LoadResult parse(String line) {
    List<String> words = List.of(line.split(" ", -1));
    try {
      return new LoadResult(
          Long.parseLong(words.get(0)),
          Long.parseLong(words.get(1)),
          Long.parseLong(words.get(2)),
          Long.parseLong(words.get(3)),
          Histogram.decodeFromCompressedByteBuffer(
              ByteBuffer.wrap(Base64.getDecoder().decode(words.get(4))), 0));
    } catch (DataFormatException | IllegalArgumentException e) {
      throw new IllegalStateException("No result: " + line, e);
    }
  }
}
