package dev.herald.netty;

import dev.herald.server.session.Outbound;
import dev.herald.server.session.StreamHeader;
import dev.herald.server.session.StreamXml;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.StreamError.Condition;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlNode;
import dev.herald.xmpp.XmlWriter;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is not the same on a stream of the web and on one over TCP; all else passes unchanged. */
final class StreamTranslation {

  static final String END = "</stream:stream>";

  private static final String COMPRESS = "http://jabber.org/protocol/compress";
  private static final String SASL2 = "urn:xmpp:sasl:2";
  private static final String PLUS = "-PLUS";

  /**
   * Features that are about the connection to the server, which is not the client's (XEP-0138,
   * XEP-0440).
   */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(Namespaces.TLS, "http://jabber.org/features/compress", "urn:xmpp:sasl-cb:0");

  private StreamTranslation() {}

  /** The header for the server (RFC 6120, section 4.7). */
  static Outbound header(StreamHeader client, String domain, boolean confidential) {
    StringBuilder xml = new StringBuilder(256);
    xml.append("<?xml version='1.0'?><stream:stream xmlns=\"").append(Namespaces.CLIENT);
    xml.append("\" xmlns:stream=\"").append(Namespaces.STREAMS).append("\" version=\"1.0\"");
    attribute("to", domain, xml);
    // Section 4.7.1: who wants in is said to nobody who may only read along.
    attribute("from", confidential ? client.from() : null, xml);
    attribute("xml:lang", client.lang(), xml);
    return Outbound.of(xml.append('>').toString());
  }

  private static void attribute(String name, @Nullable String value, StringBuilder xml) {
    if (value != null) {
      xml.append(' ').append(name).append("=\"");
      XmlWriter.writeAttributeValue(value, xml);
      xml.append('"');
    }
  }

  /** Whether the server may get it: what changes the connection below the stream is not for it. */
  static boolean isForServer(XmlElement element) {
    return switch (element.namespace()) {
      case Namespaces.TLS, Namespaces.FRAMING, COMPRESS -> false;
      case Namespaces.STREAMS -> element.name().equals("error");
      default -> true;
    };
  }

  static Outbound toServer(XmlElement element) {
    if (element.namespace().equals(Namespaces.STREAMS)) {
      return Outbound.of(StreamXml.prefixed(element));
    }
    StringBuilder xml = new StringBuilder(256);
    XmlWriter.write(element, Namespaces.CLIENT, xml);
    return Outbound.of(xml.toString());
  }

  static Outbound toClient(XmlElement element) {
    return element.is(Namespaces.STREAMS, "features")
        ? Outbound.of(StreamXml.prefixed(features(element)))
        : Outbound.of(element);
  }

  /** Without what is between bridge and server: STARTTLS, compression, channel binding. */
  private static XmlElement features(XmlElement all) {
    XmlElement.Builder passed = XmlElement.builder(Namespaces.STREAMS, "features");
    for (XmlElement feature : all.children()) {
      if (feature.is(Namespaces.SASL, "mechanisms") || feature.is(SASL2, "authentication")) {
        passed.add(mechanisms(feature));
      } else if (!OF_THE_CONNECTION.contains(feature.namespace())) {
        passed.add(feature);
      }
    }
    return passed.build();
  }

  private static XmlElement mechanisms(XmlElement all) {
    XmlElement.Builder passed = XmlElement.builder(all.namespace(), all.name());
    all.attributes().forEach(passed::attribute);
    for (XmlNode node : all.content()) {
      if (!(node instanceof XmlElement child)
          || !child.name().equals("mechanism")
          || !child.text().strip().endsWith(PLUS)) {
        passed.add(node);
      }
    }
    return passed.build();
  }

  /** The error by which the server ends its stream (RFC 6120, section 4.9). */
  static StreamError error(XmlElement error) {
    Condition condition = Condition.UNDEFINED_CONDITION;
    String text = "";
    XmlElement specific = null;
    for (XmlElement child : error.children()) {
      if (!child.namespace().equals(Namespaces.STREAM_ERRORS)) {
        specific = child;
      } else if (child.name().equals("text")) {
        text = child.text();
      } else {
        condition = condition(child.name());
      }
    }
    return new StreamError(condition, text, specific);
  }

  private static Condition condition(String name) {
    for (Condition known : Condition.values()) {
      if (known.wireName().equals(name.toLowerCase(Locale.ROOT))) {
        return known;
      }
    }
    // Also see-other-host: a page cannot go there, since it knows no other host's endpoints.
    return Condition.UNDEFINED_CONDITION;
  }
}
