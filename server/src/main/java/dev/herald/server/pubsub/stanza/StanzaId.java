package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.node.ChangeId;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.XmlElement;

/**
 * XEP-0359: Stable and Unique Stanza IDs. The service says which change a notification is of, and
 * as of which change its answer is right.
 */
final class StanzaId {

  static final String NAMESPACE = "urn:xmpp:sid:0";

  private StanzaId() {}

  /** Both are plain: a domain, and what {@link ChangeId} consists of. */
  static String xml(ChangeId id, Jid service) {
    return "<stanza-id xmlns=\"" + NAMESPACE + "\" by=\"" + service + "\" id=\"" + id + "\"/>";
  }

  static XmlElement element(ChangeId id, Jid service) {
    return XmlElement.builder(NAMESPACE, "stanza-id")
        .attribute("by", service.toString())
        .attribute("id", id.toString())
        .build();
  }
}
