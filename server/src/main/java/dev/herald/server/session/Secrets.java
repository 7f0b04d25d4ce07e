package dev.herald.server.session;

import java.security.SecureRandom;
import java.util.Base64;

/** Names that nobody can guess. Thread-safe. */
final class Secrets {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** 144 random bits. */
  static String token() {
    byte[] bytes = new byte[18];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
