package dev.herald.server.session;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlWriter;

/**
 * Elements of the stream itself, with the customary prefix: RFC 6120 does not ask for it, but there
 * are clients that look for {@code <stream:features>} as text.
 */
public final class StreamXml {

  private StreamXml() {}

  public static String error(StreamError error) {
    return prefixed(error.toXml());
  }

  /** An element of the stream, such as its features; its attributes are left out. */
  public static String prefixed(XmlElement element) {
    StringBuilder out = new StringBuilder(256);
    out.append("<stream:").append(element.name());
    out.append(" xmlns:stream=\"").append(Namespaces.STREAMS).append("\">");
    for (XmlElement child : element.children()) {
      XmlWriter.write(child, "", out);
    }
    return out.append("</stream:").append(element.name()).append('>').toString();
  }
}
