package dev.herald.server.script;

import dev.herald.xmpp.XmlWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the values that a script cannot know: {@code {any}} for a text that is not empty,
 * {@code {item as x}} for one that is {@code {x}} from then on, {@code {jid of juliet}} and {@code
 * {bare jid of juliet}}.
 */
final class Captures {

  private static final Pattern PLACE = Pattern.compile("\\{([a-z][a-z0-9 ]*)}");

  private final Map<String, String> values;

  Captures() {
    this(Map.of());
  }

  private Captures(Map<String, String> values) {
    this.values = new HashMap<>(values);
  }

  Captures copy() {
    return new Captures(values);
  }

  void becomes(Captures other) {
    values.clear();
    values.putAll(other.values);
  }

  void put(String name, String value) {
    values.put(name, value);
  }

  /** The XML with the values that are known by now. */
  String fill(String xml) {
    return PLACE
        .matcher(xml)
        .replaceAll(
            place -> {
              StringBuilder escaped = new StringBuilder();
              XmlWriter.writeAttributeValue(known(place.group(1)), escaped);
              return Matcher.quoteReplacement(escaped.toString());
            });
  }

  /** Whether a text is what is expected; what the script wants to know of it is kept then. */
  boolean match(String expected, @Nullable String actual) {
    if (actual == null) {
      return false;
    }
    StringBuilder regex = new StringBuilder();
    List<String> names = new ArrayList<>();
    Matcher place = PLACE.matcher(expected);
    int end = 0;
    while (place.find()) {
      regex.append(Pattern.quote(expected.substring(end, place.start())));
      end = place.end();
      String name = place.group(1);
      int as = name.lastIndexOf(" as ");
      if (as >= 0) {
        names.add(name.substring(as + " as ".length()));
        regex.append("(.+)");
      } else {
        regex.append(name.equals("any") ? ".+" : Pattern.quote(known(name)));
      }
    }
    regex.append(Pattern.quote(expected.substring(end)));
    Matcher matcher = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(actual);
    if (!matcher.matches()) {
      return false;
    }
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), matcher.group(i + 1));
    }
    return true;
  }

  private String known(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("{" + name + "} is not known yet");
    }
    return value;
  }
}
