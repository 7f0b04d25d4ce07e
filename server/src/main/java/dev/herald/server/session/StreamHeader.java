package dev.herald.server.session;

import dev.herald.xmpp.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * What a peer says when it opens its stream (RFC 6120, section 4.7), in whatever framing.
 *
 * @param to the domain that it wants
 * @param from who it says it is, which proves nothing
 * @param lang the language of what it sends, {@code xml:lang}
 */
public record StreamHeader(@Nullable String to, @Nullable String from, @Nullable String lang) {

  /** That of an {@code <open/>} or of a {@code <body/>}. */
  public static StreamHeader of(XmlElement element) {
    return new StreamHeader(
        element.attribute("to"), element.attribute("from"), element.attribute("xml:lang"));
  }
}
