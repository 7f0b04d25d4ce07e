package dev.herald.external.stream;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;

/** The server has answered a request by an error (RFC 6120, section 8.3). */
public final class AnswerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String type;
  private final String condition;
  private final String specific;
  private final String text;

  private AnswerException(String type, String condition, String specific, String text) {
    // One for each change of a backlog that is refused, and nobody reads where it was made.
    super(describe(condition, specific, text), null, false, false);
    this.type = type;
    this.condition = condition;
    this.specific = specific;
    this.text = text;
  }

  /** What the answer says. */
  static AnswerException of(XmlElement iq) {
    String type = "cancel";
    String condition = "undefined-condition";
    String specific = "";
    String text = "";
    for (XmlElement child : iq.children()) {
      if (!child.name().equals("error")) {
        continue;
      }
      String said = child.attribute("type");
      type = said == null ? type : said;
      for (XmlElement detail : child.children()) {
        if (!detail.namespace().equals(Namespaces.STANZA_ERRORS)) {
          specific = detail.name();
        } else if (detail.name().equals("text")) {
          text = detail.text();
        } else {
          condition = detail.name();
        }
      }
    }
    return new AnswerException(type, condition, specific, text);
  }

  private static String describe(String condition, String specific, String text) {
    return condition
        + (specific.isEmpty() ? "" : " " + specific)
        + (text.isEmpty() ? "" : ", \"" + text + "\"");
  }

  /** The type, such as {@code wait}. */
  public String type() {
    return type;
  }

  /** The defined condition, such as {@code item-not-found}. */
  public String condition() {
    return condition;
  }

  /** The condition of the extension, such as {@code payload-too-big}; empty when there is none. */
  public String specific() {
    return specific;
  }

  /** What the server says to people; empty when it says nothing. */
  public String text() {
    return text;
  }
}
