package dev.herald.server.sasl;

import java.util.Base64;

/** Base64 as RFC 6120, section 6.4.2, wants it: RFC 4648, section 4, with all padding. */
final class StrictBase64 {

  private StrictBase64() {}

  /**
   * @throws IllegalArgumentException for anything that {@link Base64.Encoder} would not have
   *     written
   */
  static byte[] decode(String text) {
    byte[] decoded = Base64.getDecoder().decode(text);
    if (!Base64.getEncoder().encodeToString(decoded).equals(text)) {
      throw new IllegalArgumentException("Padding is missing, or bits are set that stand for none");
    }
    return decoded;
  }
}
