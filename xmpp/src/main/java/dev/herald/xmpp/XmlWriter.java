package dev.herald.xmpp;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes elements as XML text. Namespaces are declared as default namespaces where they change, so
 * what is written stands alone wherever it is put. Characters that XML cannot carry become U+FFFD.
 *
 * <p>It recurses: what it is given is bounded in depth by {@link XmlLimits} or made by this server.
 */
public final class XmlWriter {

  private final StringBuilder out;

  private XmlWriter(StringBuilder out) {
    this.out = out;
  }

  public static String toXml(XmlElement element) {
    StringBuilder out = new StringBuilder(256);
    new XmlWriter(out).write(element, "");
    return out.toString();
  }

  /**
   * Appends {@code element} where {@code surrounding} is the default namespace already; null when
   * it is not known.
   */
  public static void write(XmlElement element, @Nullable String surrounding, StringBuilder out) {
    new XmlWriter(out).write(element, surrounding);
  }

  /** Appends text as the value of an attribute in quotation marks or apostrophes. */
  public static void writeAttributeValue(String value, StringBuilder out) {
    new XmlWriter(out).escape(value, true);
  }

  private void write(XmlElement element, @Nullable String surrounding) {
    out.append('<').append(element.name());
    if (!element.namespace().equals(surrounding)) {
      attribute("xmlns", element.namespace());
    }
    int prefixes = 0;
    for (Map.Entry<String, String> entry : element.attributes().entrySet()) {
      String key = entry.getKey();
      if (key.startsWith("{")) {
        int end = key.lastIndexOf('}');
        String prefix = "ns" + ++prefixes;
        attribute("xmlns:" + prefix, key.substring(1, end));
        attribute(prefix + ':' + key.substring(end + 1), entry.getValue());
      } else {
        attribute(key, entry.getValue());
      }
    }
    if (element.content().isEmpty()) {
      out.append("/>");
      return;
    }
    out.append('>');
    for (XmlNode node : element.content()) {
      if (node instanceof XmlText text) {
        escape(text.value(), false);
      } else if (node instanceof XmlElement child) {
        write(child, element.namespace());
      } else if (node instanceof XmlFragment fragment) {
        out.append(fragment.xml());
      }
    }
    out.append("</").append(element.name()).append('>');
  }

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("=\"");
    escape(value, true);
    out.append('"');
  }

  private void escape(String raw, boolean inAttribute) {
    String text = XmlCharacters.legal(raw).text();
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      // Nothing above it is escaped, and that is most of a text.
      String escaped = text.charAt(i) > '>' ? null : escaped(text.charAt(i), inAttribute);
      if (escaped != null) {
        out.append(text, written, i).append(escaped);
        written = i + 1;
      }
    }
    if (written == 0) {
      out.append(text);
    } else {
      out.append(text, written, text.length());
    }
  }

  /** What a character is written as; null for as it is. */
  private static @Nullable String escaped(char c, boolean inAttribute) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      // A parser normalises these when they are literal (XML 1.0, sections 2.11 and 3.3.3).
      case '\r' -> "&#13;";
      case '\n' -> inAttribute ? "&#10;" : null;
      case '\t' -> inAttribute ? "&#9;" : null;
      case '"' -> inAttribute ? "&quot;" : null;
      case '\'' -> inAttribute ? "&apos;" : null;
      default -> null;
    };
  }
}
