package dev.herald.publisher.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a table, in lower case and without quotes, the schema before it.
 *
 * <p>Two tables whose names differ in case only are taken for one.
 */
record TableName(List<String> parts) {

  private static final Pattern PART =
      Pattern.compile("\"([^\"]*)\"|`([^`]*)`|\\[([^\\]]*)\\]|([^.\\s\"`\\[]+)");

  static TableName of(String name) {
    List<String> parts = new ArrayList<>();
    Matcher part = PART.matcher(name);
    while (part.find()) {
      String text = part.group();
      boolean quoted = part.group(4) == null;
      parts.add((quoted ? text.substring(1, text.length() - 1) : text).toLowerCase(Locale.ROOT));
    }
    return new TableName(List.copyOf(parts));
  }

  /** Whether both are one table, where a name without a schema may be in any. */
  boolean isSameAs(TableName other) {
    int common = Math.min(parts.size(), other.parts.size());
    return common > 0 && last(common).equals(other.last(common));
  }

  private List<String> last(int number) {
    return parts.subList(parts.size() - number, parts.size());
  }
}
