package dev.herald.interop;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the files of checks write shorter than it is sent. */
final class Shorthand {

  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  private static final Pattern PLACE =
      Pattern.compile("\\{(form|entry|characters) ((?:[^{}]|\\{[^{}]*})+)}");

  private Shorthand() {}

  /** The request around a child of {@code <pubsub/>}; the namespace's part after its name. */
  static String request(String type, String fragment, String child) {
    return "<iq type='%s' to='{service}'><pubsub xmlns='%s%s'>%s</pubsub></iq>"
        .formatted(type, PUBSUB, fragment, child);
  }

  /**
   * Writes out {@code {form node_config access_model=whitelist max_items=2}}, a form to submit,
   * {@code {entry title}}, a payload, and {@code {characters 1000}}, so many letters.
   */
  static String expand(String stanza) {
    return PLACE
        .matcher(stanza)
        .replaceAll(place -> Matcher.quoteReplacement(expand(place.group(1), place.group(2))));
  }

  private static String expand(String what, String words) {
    return switch (what) {
      case "form" -> form(words);
      case "entry" -> entry(words);
      default -> "x".repeat(Integer.parseInt(words));
    };
  }

  private static String form(String words) {
    String[] parts = words.split(" ", 2);
    return "<x xmlns='jabber:x:data' type='submit'>"
        + "<field var='FORM_TYPE' type='hidden'><value>%s#%s</value></field>"
            .formatted(PUBSUB, parts[0])
        + Arrays.stream(parts[1].split(" ", -1))
            .map(field -> field.split("=", 2))
            .map(
                field ->
                    "<field var='pubsub#%s'><value>%s</value></field>"
                        .formatted(field[0], field[1]))
            .collect(Collectors.joining())
        + "</x>";
  }

  private static String entry(String title) {
    return "<entry xmlns='http://www.w3.org/2005/Atom'><title>%s</title></entry>".formatted(title);
  }
}
