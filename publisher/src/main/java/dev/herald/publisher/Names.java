package dev.herald.publisher;

import dev.herald.xmpp.XmlCharacters;
import java.nio.charset.StandardCharsets;

/** What may name a node or an item. */
public final class Names {

  private static final int MAX_BYTES = 1023;

  private Names() {}

  /**
   * The name, if it is one.
   *
   * @throws IllegalArgumentException when it is not
   */
  public static String require(String name, String what) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (name.isBlank() || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A %s has 1 to %d bytes of UTF-8 and is not blank; '%s' has %d"
              .formatted(what, MAX_BYTES, shorten(name), bytes));
    }
    if (XmlCharacters.legal(name).replaced() > 0) {
      throw new IllegalArgumentException(
          "The %s '%s' has a character that XML cannot carry"
              .formatted(what, XmlCharacters.legal(shorten(name)).text()));
    }
    return name;
  }

  /**
   * The name, if it is not too long; an error does not show it, as it was made of values.
   *
   * @throws IllegalArgumentException when it is too long
   */
  public static String requireLength(String name, String what) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "The %s would have %d bytes of UTF-8, and %d at most are allowed: let shorter attributes name it"
              .formatted(what, bytes, MAX_BYTES));
    }
    return name;
  }

  private static String shorten(String name) {
    return name.length() > 100 ? name.substring(0, 100) + "…" : name;
  }
}
