package dev.herald.server.pubsub.stanza;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;
import java.util.List;

/**
 * XEP-0060, section 12.8: the message body of a payload, for people. It is the summary of an Atom
 * entry, or else its title; of any other payload, all its text. White space is one blank, and what
 * is beyond 1,000 characters is cut off.
 */
final class PayloadText {

  private static final int MOST = 1_000;

  private PayloadText() {}

  /** The {@code <body/>}; empty when the payload has no text. */
  static String body(String payload) {
    if (payload.isEmpty()) {
      return "";
    }
    String text;
    try {
      text = text(XmlStreamReader.parseDocument(payload, XmlLimits.DEFAULT));
    } catch (XmlStreamException e) {
      // The application may publish what is larger than clients may send: no body then.
      return "";
    }
    String shortened = shortened(text.strip().replaceAll("\\s+", " "));
    if (shortened.isEmpty()) {
      return "";
    }
    return XmlElement.builder(Namespaces.CLIENT, "body").text(shortened).build().toString();
  }

  private static String text(XmlElement payload) {
    if (payload.is(Namespaces.ATOM, "entry")) {
      for (String name : List.of("summary", "title")) {
        String text = payload.child(Namespaces.ATOM, name).map(XmlElement::text).orElse("").strip();
        if (!text.isEmpty()) {
          return text;
        }
      }
    }
    return payload.text();
  }

  private static String shortened(String text) {
    if (text.length() <= MOST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST;
    return text.substring(0, end) + "…";
  }
}
