package dev.herald.testkit;

/** Texts that a failure's message has room for. */
final class Abbreviated {

  private Abbreviated() {}

  /** The beginning of a text, in one line. */
  static String of(String text, int most) {
    String line = text.replace("\r", "").replace("\n", "\\n");
    return line.length() <= most
        ? line
        : line.substring(0, most) + "… (" + text.length() + " characters)";
  }
}
