package dev.herald.server.bosh;

import dev.herald.xmpp.XmlElement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which a client shows that a request is its own (XEP-0124, section 15): each is what
 * the one before is the SHA-1 of. Not for use by several threads.
 */
final class KeySequence {

  private @Nullable String expected;

  /** The keys of a client whose first request this is; it may well use none. */
  KeySequence(XmlElement first) {
    expected = lower(first.attribute("newkey"));
  }

  /** Whether the next request, in the order of ids, carries the key that it has to. */
  boolean accepts(XmlElement request) {
    if (expected == null) {
      return true;
    }
    String key = request.attribute("key");
    if (key == null || !sha1(key).equals(expected)) {
      return false;
    }
    String newKey = lower(request.attribute("newkey"));
    expected = newKey == null ? lower(key) : newKey;
    return true;
  }

  /** Whether a request that is sent once more carries the key that it carried before. */
  static boolean isSame(@Nullable String before, @Nullable String now) {
    return Objects.equals(lower(before), lower(now));
  }

  private static @Nullable String lower(@Nullable String key) {
    return key == null ? null : key.toLowerCase(Locale.ROOT);
  }

  private static String sha1(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-1", e);
    }
  }
}
