package dev.herald.server.bosh;

import dev.herald.server.session.StreamXml;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;
import dev.herald.xmpp.XmlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code <body/>} of requests and responses (XEP-0124, section 6). */
final class BoshBody {

  static final String NAMESPACE = "http://jabber.org/protocol/httpbind";
  static final String XBOSH = "urn:xmpp:xbosh";

  private BoshBody() {}

  /**
   * Reads a request.
   *
   * @throws XmlStreamException when it is no body, or beyond the limits
   */
  static XmlElement parse(String text, XmlLimits limits) {
    // The wrapper is one level that the stanzas inside do not count.
    XmlElement body =
        XmlStreamReader.parseDocument(
            text,
            new XmlLimits(
                limits.stanzaBytes(), limits.tagBytes(), limits.attributes(), limits.depth() + 1));
    if (!body.is(NAMESPACE, "body")) {
      throw new XmlStreamException(
          StreamError.Condition.INVALID_NAMESPACE,
          "A BOSH request is a <body/> of '" + NAMESPACE + "', not <" + body.name() + "/>");
    }
    return body;
  }

  /**
   * An attribute that is a number.
   *
   * @return null when it is missing or no number from 0 to 2^53 - 1, the bound of section 14.1
   */
  static @Nullable Long number(XmlElement body, String attribute) {
    String value = body.attribute(attribute);
    if (value == null || value.isEmpty() || value.length() > 16) {
      return null;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return null;
      }
    }
    long number = Long.parseLong(value);
    return number < 1L << 53 ? number : null;
  }

  static String write(Map<String, String> attributes, List<String> stanzas) {
    StringBuilder out = new StringBuilder(256);
    out.append("<body xmlns=\"").append(NAMESPACE).append('"');
    attributes.forEach(
        (name, value) -> {
          out.append(' ').append(name).append("=\"");
          XmlWriter.writeAttributeValue(value, out);
          out.append('"');
        });
    if (stanzas.isEmpty()) {
      return out.append("/>").toString();
    }
    out.append('>');
    stanzas.forEach(out::append);
    return out.append("</body>").toString();
  }

  /** Nothing to say. */
  static String empty() {
    return write(Map.of(), List.of());
  }

  /** The client has sent its request once more, so this connection is answered (section 17.3). */
  static String recoverable() {
    return write(Map.of("type", "error"), List.of());
  }

  /**
   * The end of a session (section 17.2), with the stream error as XEP-0206, section 6, has it.
   *
   * @param condition null when the client wanted the end
   */
  static String terminate(
      @Nullable BoshCondition condition, @Nullable StreamError error, List<String> stanzas) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("type", "terminate");
    if (condition != null) {
      attributes.put("condition", condition.wireName());
    }
    if (error == null) {
      return write(attributes, stanzas);
    }
    List<String> all = new ArrayList<>(stanzas);
    all.add(StreamXml.error(error));
    return write(attributes, all);
  }

  /** Stanzas that stand in the wrapper's namespace, as careless clients send them, are meant. */
  static XmlElement stanza(XmlElement child) {
    return child.namespace().equals(NAMESPACE)
        ? child.withNamespace(NAMESPACE, Namespaces.CLIENT)
        : child;
  }
}
