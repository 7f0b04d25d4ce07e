package dev.herald.xmpp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A stream error of RFC 6120, section 4.9: it always ends the stream.
 *
 * @param specific an application's own condition, such as that of XEP-0198
 */
public record StreamError(Condition condition, String text, @Nullable XmlElement specific) {

  /** Characters of a text in a log. */
  private static final int LINE = 300;

  /**
   * The defined conditions of section 4.9.3, but {@code see-other-host}, which needs an address.
   */
  public enum Condition {
    BAD_FORMAT,
    BAD_NAMESPACE_PREFIX,
    CONFLICT,
    CONNECTION_TIMEOUT,
    HOST_UNKNOWN,
    IMPROPER_ADDRESSING,
    INTERNAL_SERVER_ERROR,
    INVALID_FROM,
    INVALID_NAMESPACE,
    INVALID_XML,
    NOT_AUTHORIZED,
    NOT_WELL_FORMED,
    POLICY_VIOLATION,
    REMOTE_CONNECTION_FAILED,
    RESET,
    RESOURCE_CONSTRAINT,
    RESTRICTED_XML,
    SYSTEM_SHUTDOWN,
    UNDEFINED_CONDITION,
    UNSUPPORTED_ENCODING,
    UNSUPPORTED_FEATURE,
    UNSUPPORTED_STANZA_TYPE,
    UNSUPPORTED_VERSION;

    /** The element's name on the wire, such as {@code not-well-formed}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public StreamError(Condition condition, String text) {
    this(condition, text, null);
  }

  public XmlElement toXml() {
    XmlElement.Builder error =
        XmlElement.builder(Namespaces.STREAMS, "error")
            .add(XmlElement.empty(Namespaces.STREAM_ERRORS, condition.wireName()))
            .add(
                XmlElement.builder(Namespaces.STREAM_ERRORS, "text")
                    .attribute("xml:lang", "en")
                    .text(text));
    if (specific != null) {
      error.add(specific);
    }
    return error.build();
  }

  /** On one line of a log, whatever the peer has made part of the text. */
  @Override
  public String toString() {
    String line = text.length() > LINE ? text.substring(0, LINE) + "…" : text;
    return condition.wireName() + ": " + line.replaceAll("\\p{Cntrl}", " ");
  }
}
