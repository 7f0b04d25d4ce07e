package dev.herald.xmpp;

import static dev.herald.xmpp.StreamError.Condition.NOT_WELL_FORMED;
import static dev.herald.xmpp.StreamError.Condition.POLICY_VIOLATION;
import static dev.herald.xmpp.StreamError.Condition.RESTRICTED_XML;

/**
 * Looks at every byte before the parser does, and knows just enough of XML to count: the parser
 * accepts what RFC 6120, section 11.1, forbids, and its cost for attributes is quadratic, so limits
 * must act before it. What is well-formed is the parser's to say.
 */
final class TagGuard {

  private enum Where {
    START,
    TEXT,
    MARKUP,
    START_TAG,
    APOSTROPHES,
    QUOTES,
    END_TAG,
    DECLARATION,
    CDATA_OPENING,
    CDATA
  }

  private static final byte[] CDATA_OPENING = {'[', 'C', 'D', 'A', 'T', 'A', '['};

  private final XmlLimits limits;

  /** The depth at which a stanza starts: 0 for a document, 1 inside a stream. */
  private final int ground;

  private Where where = Where.START;
  private int depth;
  private int stanzaBytes;
  private int tagBytes;
  private int attributes;
  private int matched;

  /** How many closing brackets of the text the last byte completes. */
  private int brackets;

  private byte previous;

  TagGuard(XmlLimits limits, int ground) {
    this.limits = limits;
    this.ground = ground;
  }

  /**
   * Looks at the bytes up to the end of a stanza, or of the stream's own tags, or to where a CDATA
   * section's content begins or the section ends, or to their end.
   *
   * @return how many bytes that is
   */
  int check(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      boolean wasCdata = inCdata();
      step(b);
      previous = b;
      if (++stanzaBytes > limits.stanzaBytes()) {
        throw new XmlStreamException(
            POLICY_VIOLATION,
            "A stanza must not be larger than " + limits.stanzaBytes() + " bytes");
      }
      if (depth <= ground && where == Where.TEXT) {
        stanzaBytes = 0;
        if (b == '>') {
          return i + 1 - offset;
        }
      }
      if (inCdata() != wasCdata) {
        return i + 1 - offset;
      }
    }
    return length;
  }

  /** Whether the next byte is of a CDATA section's content, or of its end. */
  boolean inCdata() {
    return where == Where.CDATA;
  }

  /**
   * How many of the last bytes are of a tag that has not ended, or may turn out to be part of
   * {@code <![CDATA[} or of {@code ]]>}.
   */
  int undecided() {
    return switch (where) {
      case MARKUP -> 1;
      case CDATA_OPENING -> 2 + matched;
      case CDATA -> Math.min(matched, 2);
      case START_TAG, APOSTROPHES, QUOTES, END_TAG, DECLARATION -> tagBytes;
      case START, TEXT -> 0;
    };
  }

  private void step(byte b) {
    switch (where) {
      case START, TEXT -> {
        if (b == '<') {
          matched = where == Where.START ? 1 : 0;
          where = Where.MARKUP;
          brackets = 0;
        } else {
          where = Where.TEXT;
          text(b);
        }
      }
      case MARKUP -> markup(b);
      case START_TAG -> startTag(b);
      case APOSTROPHES -> quoted(b, (byte) '\'');
      case QUOTES -> quoted(b, (byte) '"');
      case END_TAG -> endTag(b);
      case DECLARATION -> {
        if (b == '>' && previous == '?') {
          where = Where.TEXT;
        }
        countTag();
      }
      case CDATA_OPENING -> {
        if (b != CDATA_OPENING[matched]) {
          throw restricted("a DOCTYPE or a comment");
        }
        if (++matched == CDATA_OPENING.length) {
          where = Where.CDATA;
          matched = 0;
        }
      }
      case CDATA -> {
        if (b == '>' && matched >= 2) {
          where = Where.TEXT;
        }
        matched = b == ']' ? matched + 1 : 0;
      }
    }
  }

  /** The parser misses a forbidden {@code ]]>} that does not come in one piece. */
  private void text(byte b) {
    if (b == '>' && brackets >= 2) {
      throw new XmlStreamException(
          NOT_WELL_FORMED, "']]>' in text must be written as ']]&gt;' (XML 1.0, section 2.4)");
    }
    brackets = b == ']' ? brackets + 1 : 0;
  }

  private void markup(byte b) {
    tagBytes = 2;
    attributes = 0;
    switch (b) {
      case '/' -> where = Where.END_TAG;
      case '!' -> {
        where = Where.CDATA_OPENING;
        matched = 0;
      }
      case '?' -> {
        if (matched == 0) {
          throw restricted("a processing instruction");
        }
        where = Where.DECLARATION;
      }
      case '>' -> throw new XmlStreamException(NOT_WELL_FORMED, "A tag without a name");
      default -> where = Where.START_TAG;
    }
  }

  private void startTag(byte b) {
    countTag();
    switch (b) {
      case '\'' -> where = Where.APOSTROPHES;
      case '"' -> where = Where.QUOTES;
      case '=' -> {
        if (++attributes > limits.attributes()) {
          throw new XmlStreamException(
              POLICY_VIOLATION,
              "An element must not have more than " + limits.attributes() + " attributes");
        }
      }
      case '>' -> {
        where = Where.TEXT;
        if (previous != '/' && ++depth > ground + limits.depth()) {
          throw new XmlStreamException(
              POLICY_VIOLATION,
              "Elements must not be nested deeper than " + limits.depth() + " levels");
        }
      }
      default -> {}
    }
  }

  private void quoted(byte b, byte quote) {
    countTag();
    if (b == quote) {
      where = Where.START_TAG;
    }
  }

  private void endTag(byte b) {
    countTag();
    if (b == '>') {
      where = Where.TEXT;
      depth--;
    }
  }

  private void countTag() {
    if (++tagBytes > limits.tagBytes()) {
      throw new XmlStreamException(
          POLICY_VIOLATION, "A tag must not be larger than " + limits.tagBytes() + " bytes");
    }
  }

  private static XmlStreamException restricted(String what) {
    return new XmlStreamException(
        RESTRICTED_XML, "XMPP does not allow " + what + " (RFC 6120, section 11.1)");
  }
}
