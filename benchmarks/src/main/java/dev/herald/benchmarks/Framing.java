package dev.herald.benchmarks;

import java.util.Arrays;

/** Cuts what comes from a socket into messages, however the bytes are cut. Not thread-safe. */
public abstract class Framing {

  /** Takes a message; the array is used again after the call. */
  public interface Sink {

    /**
     * A text message, from {@code from} to before {@code to}.
     *
     * @param wireBytes how long it was with its framing
     */
    void message(byte[] bytes, int from, int to, int wireBytes);
  }

  private static final byte[] NOTHING = {};

  private byte[] rest = NOTHING;
  private int restLength;

  public final void received(byte[] bytes, int from, int to) {
    if (restLength == 0) {
      keep(bytes, split(bytes, from, to), to);
      return;
    }
    int length = restLength + to - from;
    if (rest.length < length) {
      rest = Arrays.copyOf(rest, Math.max(length, 2 * rest.length));
    }
    System.arraycopy(bytes, from, rest, restLength, to - from);
    restLength = 0;
    keep(rest, split(rest, 0, length), length);
  }

  private void keep(byte[] bytes, int from, int to) {
    restLength = to - from;
    if (restLength == 0) {
      rest = NOTHING;
      return;
    }
    if (rest.length < restLength) {
      rest = new byte[restLength];
    }
    System.arraycopy(bytes, from, rest, 0, restLength);
  }

  /** Hands over each message that is complete, and says where the first incomplete one starts. */
  protected abstract int split(byte[] bytes, int from, int to);

  /** Where the blank line of an HTTP head ends, or -1. */
  protected static int endOfHead(byte[] bytes, int from, int to) {
    for (int i = from; i + 4 <= to; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }
}
