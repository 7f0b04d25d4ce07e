package dev.herald.netty;

import io.netty.util.concurrent.FastThreadLocal;

/** Bytes that an event loop uses for the length of one call, instead of new ones each time. */
final class Scratch {

  private static final int KEPT = 64 * 1024;

  private static final FastThreadLocal<byte[]> BYTES =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[KEPT];
        }
      };

  private Scratch() {}

  static byte[] of(int length) {
    return length <= KEPT ? BYTES.get() : new byte[length];
  }
}
