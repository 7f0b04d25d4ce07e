package dev.herald.server.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys for names that have no account: always the same for a name, as those of an account are, so
 * that a challenge does not tell which names exist. No password belongs to them.
 */
final class Decoys {

  private final SecretKeySpec secret;
  private final int iterations;

  Decoys(String secret, int iterations) {
    this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    this.iterations = iterations;
  }

  ScramKeys keys(ScramHash hash, String account) {
    return new ScramKeys(
        hash,
        iterations,
        bytes(ScramKeys.SALT_BYTES, "salt", hash, account),
        bytes(hash.length(), "stored key", hash, account),
        bytes(hash.length(), "server key", hash, account));
  }

  private byte[] bytes(int length, String purpose, ScramHash hash, String account) {
    String text = hash.mechanismName() + '\0' + purpose + '\0' + account;
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      return Arrays.copyOf(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }
}
