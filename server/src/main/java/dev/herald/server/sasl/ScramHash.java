package dev.herald.server.sasl;

import com.ongres.scram.common.ScramMechanism;
import java.util.Optional;

/** The hash functions of SCRAM that this server has, the better first (RFC 7677, RFC 5802). */
public enum ScramHash {
  SHA_256(ScramMechanism.SCRAM_SHA_256, 32),
  SHA_1(ScramMechanism.SCRAM_SHA_1, 20);

  private final ScramMechanism mechanism;
  private final int length;

  ScramHash(ScramMechanism mechanism, int length) {
    this.mechanism = mechanism;
    this.length = length;
  }

  /** The name of the mechanism without channel binding, such as {@code SCRAM-SHA-256}. */
  public String mechanismName() {
    return mechanism.getName();
  }

  /** The length of a key, in bytes. */
  public int length() {
    return length;
  }

  ScramMechanism functions() {
    return mechanism;
  }

  static Optional<ScramHash> of(String mechanismName) {
    for (ScramHash hash : values()) {
      if (hash.mechanismName().equals(mechanismName)) {
        return Optional.of(hash);
      }
    }
    return Optional.empty();
  }
}
