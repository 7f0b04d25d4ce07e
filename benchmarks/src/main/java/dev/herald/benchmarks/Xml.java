package dev.herald.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The little that logging in needs to know of a stanza; servers differ in quotes and order only.
 */
final class Xml {

  private Xml() {}

  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** The first value of an attribute, as it stands there. */
  static String attribute(String xml, String name) {
    Matcher value = Pattern.compile("\\s" + name + "=(['\"])(.*?)\\1").matcher(xml);
    if (!value.find()) {
      throw new IllegalStateException("The attribute '" + name + "' is missing: " + xml);
    }
    return value.group(2);
  }

  /** The text of the first element of this name. */
  static String element(String xml, String name) {
    Matcher text = Pattern.compile("<" + name + "(?:\\s[^>]*)?>([^<]*)<").matcher(xml);
    if (!text.find()) {
      throw new IllegalStateException("The element '" + name + "' is missing: " + xml);
    }
    return text.group(1);
  }

  static boolean isResult(String xml, String id) {
    return has(xml, "type", "result") && has(xml, "id", id);
  }

  static boolean isError(String xml) {
    return has(xml, "type", "error")
        || has(xml, "type", "terminate")
        || xml.contains("<failure")
        || xml.contains("<close")
        || xml.contains("stream:error");
  }

  private static boolean has(String xml, String attribute, String value) {
    return xml.contains(attribute + "='" + value + "'")
        || xml.contains(attribute + "=\"" + value + "\"");
  }
}
