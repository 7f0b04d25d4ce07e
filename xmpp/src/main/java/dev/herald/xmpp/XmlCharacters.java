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

  /** The production {@code NCName} of Namespaces in XML: a name without a prefix. */
  static boolean isName(String name) {
    if (name.isEmpty() || !isNameStart(name.codePointAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      if (!isNamePart(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  private static boolean isNameStart(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (c >= 0xC0 && c <= 0x2FF && c != 0xD7 && c != 0xF7)
        || (c >= 0x370 && c <= 0x1FFF && c != 0x37E)
        || (c >= 0x200C && c <= 0x200D)
        || (c >= 0x2070 && c <= 0x218F)
        || (c >= 0x2C00 && c <= 0x2FEF)
        || (c >= 0x3001 && c <= 0xD7FF)
        || (c >= 0xF900 && c <= 0xFDCF)
        || (c >= 0xFDF0 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= 0xEFFFF);
  }

  private static boolean isNamePart(int c) {
    return isNameStart(c)
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == 0xB7
        || (c >= 0x300 && c <= 0x36F)
        || (c >= 0x203F && c <= 0x2040);
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
