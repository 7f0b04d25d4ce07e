package dev.herald.xmpp;

/**
 * Holds the bytes of a stream to UTF-8 (RFC 3629), however they are cut: the parser does not look
 * at all of a character that comes in pieces.
 */
final class Utf8Guard {

  /** Bytes of the current character so far, and how many are missing; both 0 between characters. */
  private int seen;

  private int missing;

  /** What the next byte may be; other than 0x80 to 0xBF only behind some first bytes. */
  private int lowest;

  private int highest;

  /**
   * Looks at the next bytes.
   *
   * @return how many at the end begin a character and do not finish it, counting those of earlier
   *     calls: 3 at most
   */
  int check(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      int b = bytes[i] & 0xFF;
      if (missing == 0) {
        first(b);
      } else if (b < lowest || b > highest) {
        throw invalid(b);
      } else {
        missing--;
        seen = missing == 0 ? 0 : seen + 1;
        lowest = 0x80;
        highest = 0xBF;
      }
    }
    return seen;
  }

  private void first(int b) {
    if (b < 0x80) {
      return;
    }
    // 0xC0 and 0xC1 would be overlong, beyond 0xF4 are no code points.
    if (b < 0xC2 || b > 0xF4) {
      throw invalid(b);
    }
    seen = 1;
    missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
    // Overlong forms, surrogates and what is beyond U+10FFFF show in the second byte.
    lowest = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
    highest = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
  }

  private static XmlStreamException invalid(int b) {
    return new XmlStreamException(
        StreamError.Condition.NOT_WELL_FORMED,
        "The byte 0x%02X does not belong here in UTF-8 (RFC 3629)".formatted(b));
  }
}
