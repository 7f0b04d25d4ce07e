package dev.herald.xmpp;

/**
 * An element that has been written already and is put in as it is, however often. Whoever makes one
 * vouches that it is one well-formed element which declares its own namespace.
 */
public record XmlFragment(String xml) implements XmlNode {

  /** The element, written so that it means the same wherever it is put. */
  public static XmlFragment of(XmlElement element) {
    StringBuilder out = new StringBuilder(1_024);
    XmlWriter.write(element, null, out);
    return new XmlFragment(out.toString());
  }
}
