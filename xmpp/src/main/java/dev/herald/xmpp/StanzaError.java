package dev.herald.xmpp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A stanza error of RFC 6120, section 8.3.
 *
 * @param text a sentence for people: what was refused and what to do about it
 * @param specific an application's own condition, such as those of XEP-0060
 * @param address where it is now, for {@link Condition#GONE}
 * @param returned what stands before the error, of the request that it is about
 */
public record StanzaError(
    Condition condition,
    String text,
    @Nullable XmlElement specific,
    @Nullable String address,
    @Nullable XmlElement returned) {

  /** The defined conditions of section 8.3.3 that this server sends, each with its usual type. */
  public enum Condition {
    BAD_REQUEST("modify"),
    CONFLICT("cancel"),
    FEATURE_NOT_IMPLEMENTED("cancel"),
    FORBIDDEN("auth"),
    GONE("cancel"),
    INTERNAL_SERVER_ERROR("cancel"),
    ITEM_NOT_FOUND("cancel"),
    JID_MALFORMED("modify"),
    NOT_ACCEPTABLE("modify"),
    NOT_ALLOWED("cancel"),
    NOT_AUTHORIZED("auth"),
    POLICY_VIOLATION("wait"),
    REMOTE_SERVER_NOT_FOUND("cancel"),
    RESOURCE_CONSTRAINT("wait"),
    SERVICE_UNAVAILABLE("cancel"),
    UNEXPECTED_REQUEST("cancel");

    private final String type;

    Condition(String type) {
      this.type = type;
    }

    public String type() {
      return type;
    }

    /** The element's name on the wire, such as {@code item-not-found}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public StanzaError(Condition condition, String text) {
    this(condition, text, null);
  }

  public StanzaError(Condition condition, String text, @Nullable XmlElement specific) {
    this(condition, text, specific, null, null);
  }

  /** What was asked for is at this URI now (RFC 6120, section 8.3.3.5). */
  public static StanzaError gone(String text, String uri) {
    return new StanzaError(Condition.GONE, text, null, uri, null);
  }

  /** The same, with a part of the request before it (RFC 6120, section 8.3.1). */
  public StanzaError returning(XmlElement part) {
    return new StanzaError(condition, text, specific, address, part);
  }

  public XmlElement toXml() {
    XmlElement.Builder error =
        XmlElement.builder(Namespaces.CLIENT, "error")
            .attribute("type", condition.type())
            .add(named())
            .add(
                XmlElement.builder(Namespaces.STANZA_ERRORS, "text")
                    .attribute("xml:lang", "en")
                    .text(text));
    if (specific != null) {
      error.add(specific);
    }
    return error.build();
  }

  private XmlElement named() {
    XmlElement.Builder named = XmlElement.builder(Namespaces.STANZA_ERRORS, condition.wireName());
    return (address == null ? named : named.text(address)).build();
  }
}
