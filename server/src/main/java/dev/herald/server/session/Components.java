package dev.herald.server.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The components that may connect (XEP-0114), by their domain. Never shows their secrets. */
public final class Components {

  private final Map<String, String> secrets;

  /**
   * @param secrets the secret of each domain
   */
  public Components(Map<String, String> secrets) {
    this.secrets = Map.copyOf(secrets);
    secrets.forEach(
        (domain, secret) -> {
          if (secret.length() < 8) {
            throw new IllegalArgumentException(
                "The secret of the component '" + domain + "' has fewer than 8 characters");
          }
        });
  }

  public boolean isEmpty() {
    return secrets.isEmpty();
  }

  boolean has(String domain) {
    return secrets.containsKey(domain);
  }

  /** Section 3, step 3: whether the handshake is SHA-1 of stream id and secret, in hex. */
  boolean isHandshake(String domain, String streamId, String handshake) {
    return Optional.ofNullable(secrets.get(domain))
        .map(secret -> MessageDigest.isEqual(sha1(streamId + secret), bytes(handshake)))
        .orElse(false);
  }

  private static byte[] sha1(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(bytes(text));
      return bytes(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return secrets.keySet().toString();
  }
}
