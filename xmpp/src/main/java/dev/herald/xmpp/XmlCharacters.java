package dev.herald.xmpp;

/**
 * Which characters XML 1.0 can carry (section 2.2). One that it cannot would end the stream of
 * every subscriber, so text is made safe before it becomes part of an element.
 */
public final class XmlCharacters {

  /** What stands in for a character that XML cannot carry: U+FFFD. */
  public static final char REPLACEMENT = '\uFFFD';

  /** A text that XML can carry, and how many characters had to be replaced for that. */
  public record Legal(String text, int replaced) {}

  private XmlCharacters() {}

  /** Replaces control characters, unpaired surrogates, U+FFFE and U+FFFF by U+FFFD. */
  public static Legal legal(String text) {
    int first = firstIllegal(text);
    if (first < 0) {
      return new Legal(text, 0);
    }
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, first);
    int replaced = 0;
    for (int i = first; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isLegal(c)) {
        out.appendCodePoint(c);
      } else {
        out.append(REPLACEMENT);
        replaced++;
      }
      i += Character.charCount(c);
    }
    return new Legal(out.toString(), replaced);
  }

  /** The production {@code Char} of XML 1.0; an unpaired surrogate is its own code point here. */
  static boolean isLegal(int c) {
    return (c >= 0x20 && c <= 0xD7FF)
        || c == '\n'
        || c == '\t'
        || c == '\r'
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  private static int firstIllegal(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isLegal(c)) {
        return i;
      }
      i += Character.charCount(c);
    }
    return -1;
  }
}
