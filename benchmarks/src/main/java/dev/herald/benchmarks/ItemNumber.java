package dev.herald.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The number of a publish as the id of its item, which can be found without parsing XML. */
public final class ItemNumber {

  private static final byte[] MARK = "seq-".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS = 10;
  public static final int LENGTH = MARK.length + DIGITS;

  private ItemNumber() {}

  public static String format(long number) {
    return String.format(Locale.ROOT, "seq-%010d", number);
  }

  /** Where the next id starts, or -1. */
  public static int find(byte[] bytes, int from, int to) {
    for (int i = from; i + LENGTH <= to; i++) {
      if (bytes[i] == 's' && bytes[i + 1] == 'e' && bytes[i + 2] == 'q' && bytes[i + 3] == '-') {
        return i;
      }
    }
    return -1;
  }

  /** The number of the id that starts there. */
  public static long parse(byte[] bytes, int at) {
    long number = 0;
    for (int i = at + MARK.length; i < at + LENGTH; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new IllegalStateException(
            "No item id: " + new String(bytes, at, LENGTH, StandardCharsets.ISO_8859_1));
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
