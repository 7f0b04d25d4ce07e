package dev.herald.server.pubsub;

import java.security.SecureRandom;

/** Names that no two nodes have had. */
final class Incarnations {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RADIX = 36;

  private Incarnations() {}

  /** 64 random bits, as letters and digits. */
  static String next() {
    return Long.toUnsignedString(RANDOM.nextLong(), RADIX);
  }
}
