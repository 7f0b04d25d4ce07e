package dev.herald.server.routing;

import dev.herald.xmpp.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param payload of the result; null for an empty one
 * @param afterwards done when the answer is on its way; null for nothing
 */
public record IqAnswer(@Nullable XmlElement payload, @Nullable Runnable afterwards) {

  public static final IqAnswer EMPTY = new IqAnswer(null, null);

  public static IqAnswer of(@Nullable XmlElement payload) {
    return payload == null ? EMPTY : new IqAnswer(payload, null);
  }
}
