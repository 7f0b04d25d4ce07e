package dev.herald.xmpp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/**
 * Writes CDATA sections as escaped text. The parser gathers a section until it ends, and when
 * closing brackets of its content that come one by one fill a buffer, it writes one over the first
 * character; text it hands out piece by piece.
 *
 * <p>An empty section, which always comes in one piece, stays at either end. Without it, what is
 * around would join with the content: a reference that is broken off ({@code &am<![CDATA[p;]]>}),
 * brackets to a {@code ]]>}, or CR and LF to one line break. So the parser refuses and normalises
 * as it would of the section itself, also where none is allowed.
 */
final class CdataSection {

  private static final byte[] EMPTY = "<![CDATA[]]>".getBytes(US_ASCII);
  private static final byte[] END = "]]>".getBytes(US_ASCII);
  private static final byte[] LESS = "&lt;".getBytes(US_ASCII);
  private static final byte[] GREATER = "&gt;".getBytes(US_ASCII);
  private static final byte[] AMPERSAND = "&amp;".getBytes(US_ASCII);
  private static final byte[] BRACKET = "&#93;".getBytes(US_ASCII);

  private CdataSection() {}

  /** For bytes that end with {@code <![CDATA[}. */
  static byte[] opening(byte[] bytes, int from, int to) {
    var out = new ByteArrayOutputStream(to - from + END.length);
    out.write(bytes, from, to - from);
    out.writeBytes(END);
    return out.toByteArray();
  }

  /** For bytes of the content, to which brackets belong that do not end the section. */
  static byte[] content(byte[] bytes, int from, int to) {
    return escaped(bytes, from, to).toByteArray();
  }

  /** For the last bytes of the content and the {@code ]]>} behind them. */
  static byte[] end(byte[] bytes, int from, int to) {
    ByteArrayOutputStream out = escaped(bytes, from, to - END.length);
    out.writeBytes(EMPTY);
    return out.toByteArray();
  }

  /** Up to 5 bytes for one. */
  private static ByteArrayOutputStream escaped(byte[] bytes, int from, int to) {
    var out = new ByteArrayOutputStream(to - from + EMPTY.length);
    for (int i = from; i < to; i++) {
      switch (bytes[i]) {
        case '<' -> out.writeBytes(LESS);
        case '>' -> out.writeBytes(GREATER);
        case '&' -> out.writeBytes(AMPERSAND);
        case ']' -> out.writeBytes(BRACKET);
        default -> out.write(bytes[i]);
      }
    }
    return out;
  }
}
