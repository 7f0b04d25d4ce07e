package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one table from what the service refuses to the conditions that XEP-0060 names for it. */
final class PubSubErrors {

  private record Conditions(Condition condition, @Nullable String specific) {}

  private static final Map<Reason, Conditions> TABLE = new EnumMap<>(Reason.class);

  static {
    TABLE.put(Reason.NODE_NOT_FOUND, new Conditions(Condition.ITEM_NOT_FOUND, null));
    TABLE.put(Reason.ITEM_NOT_FOUND, new Conditions(Condition.ITEM_NOT_FOUND, null));
    TABLE.put(Reason.NODE_EXISTS, new Conditions(Condition.CONFLICT, null));
    TABLE.put(Reason.NODE_REQUIRED, new Conditions(Condition.BAD_REQUEST, "nodeid-required"));
    TABLE.put(Reason.ITEM_REQUIRED, new Conditions(Condition.BAD_REQUEST, "item-required"));
    TABLE.put(Reason.ITEM_FORBIDDEN, new Conditions(Condition.BAD_REQUEST, "item-forbidden"));
    TABLE.put(Reason.INVALID_OPTION, new Conditions(Condition.NOT_ACCEPTABLE, null));
    TABLE.put(Reason.INVALID_NODE, new Conditions(Condition.NOT_ACCEPTABLE, null));
    TABLE.put(Reason.INVALID_ITEM, new Conditions(Condition.NOT_ACCEPTABLE, null));
    TABLE.put(Reason.FORBIDDEN, new Conditions(Condition.FORBIDDEN, null));
    TABLE.put(Reason.INVALID_SUBSCRIBER, new Conditions(Condition.BAD_REQUEST, "invalid-jid"));
    TABLE.put(
        Reason.NOT_SUBSCRIBED, new Conditions(Condition.UNEXPECTED_REQUEST, "not-subscribed"));
    TABLE.put(
        Reason.TOO_MANY_SUBSCRIPTIONS,
        new Conditions(Condition.RESOURCE_CONSTRAINT, "too-many-subscriptions"));
    TABLE.put(
        Reason.TOO_MANY_NODES, new Conditions(Condition.RESOURCE_CONSTRAINT, "max-nodes-exceeded"));
  }

  private PubSubErrors() {}

  static StanzaException of(PubSubException e) {
    Conditions conditions = TABLE.get(e.reason());
    if (conditions == null) {
      throw new IllegalStateException("No condition for " + e.reason());
    }
    String specific = conditions.specific();
    return new StanzaException(
        conditions.condition(),
        String.valueOf(e.getMessage()),
        specific == null ? null : XmlElement.empty(Namespaces.PUBSUB_ERRORS, specific));
  }

  /** A feature of XEP-0060 that this service does not have. */
  static StanzaException unsupported(String feature) {
    return new StanzaException(
        Condition.FEATURE_NOT_IMPLEMENTED,
        "This service does not support '" + feature + "'",
        XmlElement.builder(Namespaces.PUBSUB_ERRORS, "unsupported")
            .attribute("feature", feature)
            .build());
  }

  static StanzaException badRequest(String text) {
    return new StanzaException(Condition.BAD_REQUEST, text);
  }
}
