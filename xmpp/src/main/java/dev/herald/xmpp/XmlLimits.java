package dev.herald.xmpp;

/**
 * What one stanza may cost. A stream that goes beyond ends with {@code policy-violation}.
 *
 * @param stanzaBytes bytes of one stanza, from its first {@code <} to its last {@code >}
 * @param tagBytes bytes of one start tag; a parser's cost for attributes and names grows with it
 * @param attributes attributes and namespace declarations of one element
 * @param depth elements inside one another, the stanza being 1
 */
public record XmlLimits(int stanzaBytes, int tagBytes, int attributes, int depth) {

  /** 256 KiB a stanza, 16 KiB a tag, 64 attributes, 64 levels. */
  public static final XmlLimits DEFAULT = new XmlLimits(256 * 1024, 16 * 1024, 64, 64);

  public XmlLimits {
    if (stanzaBytes < 10_000) {
      throw new IllegalArgumentException(
          "A limit of "
              + stanzaBytes
              + " bytes for a stanza is below the 10,000 that RFC 6120, section 13.12, asks for");
    }
    if (tagBytes < 1 || attributes < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "Limits of a stanza must be positive: tag %d bytes, %d attributes, depth %d"
              .formatted(tagBytes, attributes, depth));
    }
  }

  public XmlLimits withStanzaBytes(int bytes) {
    return new XmlLimits(bytes, tagBytes, attributes, depth);
  }
}
