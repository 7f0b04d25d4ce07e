package dev.herald.server.pubsub.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Options as one text: a line {@code name=value} for each value, and a line with the name alone for
 * an option that has none. A backslash stands before what would end a name or a line: {@code \\},
 * {@code \=}, and {@code \n}, {@code \r} for line ends.
 */
final class OptionText {

  private OptionText() {}

  static String write(Map<String, List<String>> options) {
    StringBuilder out = new StringBuilder();
    new TreeMap<>(options)
        .forEach(
            (name, values) -> {
              if (values.isEmpty()) {
                escape(name, out);
                out.append('\n');
              }
              for (String value : values) {
                escape(name, out);
                out.append('=');
                escape(value, out);
                out.append('\n');
              }
            });
    return out.toString();
  }

  /**
   * Back from the text.
   *
   * @throws IllegalArgumentException for a text that {@link #write} has not written
   */
  static Map<String, List<String>> read(String text) {
    Map<String, List<String>> options = new TreeMap<>();
    int at = 0;
    while (at < text.length()) {
      StringBuilder name = new StringBuilder();
      at = unescape(text, at, name);
      List<String> values = options.computeIfAbsent(name.toString(), key -> new ArrayList<>());
      if (text.charAt(at) == '=') {
        StringBuilder value = new StringBuilder();
        at = unescape(text, at + 1, value);
        values.add(value.toString());
      }
      if (text.charAt(at) != '\n') {
        throw new IllegalArgumentException("The value of '" + name + "' goes on after a '='");
      }
      at++;
    }
    return options;
  }

  private static void escape(String part, StringBuilder out) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '=' -> out.append("\\=");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        default -> out.append(c);
      }
    }
  }

  /** Reads up to a separator that is not escaped; where it is. */
  private static int unescape(String text, int from, StringBuilder out) {
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '=' || c == '\n') {
        return i;
      }
      if (c == '\\') {
        i++;
        out.append(unescape(i < text.length() ? text.charAt(i) : ' '));
      } else {
        out.append(c);
      }
      i++;
    }
    throw new IllegalArgumentException("The last line has no end");
  }

  private static char unescape(char escaped) {
    return switch (escaped) {
      case '\\', '=' -> escaped;
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> throw new IllegalArgumentException("A backslash before '" + escaped + "'");
    };
  }
}
