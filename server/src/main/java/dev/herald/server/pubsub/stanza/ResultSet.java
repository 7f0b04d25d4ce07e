package dev.herald.server.pubsub.stanza;

import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0059: Result Set Management, as a request asks for it.
 *
 * @param max null when it does not say
 * @param after the id that the page follows
 * @param before the id that the page precedes; empty for the last page
 */
record ResultSet(@Nullable Integer max, @Nullable String after, @Nullable String before) {

  static final String NAMESPACE = "http://jabber.org/protocol/rsm";

  private static final ResultSet NONE = new ResultSet(null, null, null);

  /** What a request's {@code <set/>} says. */
  static ResultSet of(XmlElement request) {
    return request.child(NAMESPACE, "set").map(ResultSet::read).orElse(NONE);
  }

  private static ResultSet read(XmlElement set) {
    if (set.child(NAMESPACE, "index").isPresent()) {
      throw new StanzaException(
          Condition.FEATURE_NOT_IMPLEMENTED, "Pages are asked for by 'after' or 'before'");
    }
    String max = text(set, "max");
    return new ResultSet(max == null ? null : number(max), text(set, "after"), text(set, "before"));
  }

  private static @Nullable String text(XmlElement set, String name) {
    return set.child(NAMESPACE, name).map(XmlElement::text).orElse(null);
  }

  private static int number(String max) {
    try {
      int number = Integer.parseInt(max.strip());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a negative number is.
    }
    throw PubSubErrors.badRequest("<max/> is a number from 0, not '" + max + "'");
  }
}
