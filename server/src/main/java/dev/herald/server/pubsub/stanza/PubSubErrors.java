package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StanzaError;
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
    put(Reason.NODE_NOT_FOUND, Condition.ITEM_NOT_FOUND, null);
    put(Reason.ITEM_NOT_FOUND, Condition.ITEM_NOT_FOUND, null);
    put(Reason.VERSION_NOT_FOUND, Condition.ITEM_NOT_FOUND, null);
    put(Reason.NODE_EXISTS, Condition.CONFLICT, null);
    put(Reason.NODE_REQUIRED, Condition.BAD_REQUEST, "nodeid-required");
    put(Reason.ITEM_REQUIRED, Condition.BAD_REQUEST, "item-required");
    put(Reason.ITEM_FORBIDDEN, Condition.BAD_REQUEST, "item-forbidden");
    put(Reason.PAYLOAD_REQUIRED, Condition.BAD_REQUEST, "payload-required");
    put(Reason.PAYLOAD_TOO_BIG, Condition.NOT_ACCEPTABLE, "payload-too-big");
    put(Reason.INVALID_PAYLOAD, Condition.BAD_REQUEST, "invalid-payload");
    put(Reason.NODE_FULL, Condition.CONFLICT, "node-full");
    put(Reason.INVALID_OPTION, Condition.NOT_ACCEPTABLE, null);
    put(Reason.UNSUPPORTED_ACCESS_MODEL, Condition.NOT_ACCEPTABLE, "unsupported-access-model");
    put(Reason.INVALID_NODE, Condition.NOT_ACCEPTABLE, null);
    put(Reason.INVALID_ITEM, Condition.NOT_ACCEPTABLE, null);
    put(Reason.PRECONDITION_NOT_MET, Condition.CONFLICT, "precondition-not-met");
    put(Reason.FORBIDDEN, Condition.FORBIDDEN, null);
    put(Reason.CLOSED_NODE, Condition.NOT_ALLOWED, "closed-node");
    put(Reason.AUTHORIZATION_REQUIRED, Condition.NOT_AUTHORIZED, "not-subscribed");
    put(Reason.SUBSCRIPTION_PENDING, Condition.NOT_AUTHORIZED, "pending-subscription");
    put(Reason.INVALID_SUBSCRIBER, Condition.BAD_REQUEST, "invalid-jid");
    put(Reason.INVALID_OPTIONS, Condition.BAD_REQUEST, "invalid-options");
    put(Reason.FOREIGN_SUBSCRIPTION, Condition.FORBIDDEN, null);
    put(Reason.JID_REQUIRED, Condition.BAD_REQUEST, "jid-required");
    put(Reason.NOT_SUBSCRIBED, Condition.UNEXPECTED_REQUEST, "not-subscribed");
    put(Reason.SUBID_REQUIRED, Condition.BAD_REQUEST, "subid-required");
    put(Reason.INVALID_SUBID, Condition.NOT_ACCEPTABLE, "invalid-subid");
    put(Reason.UNCHANGED, Condition.NOT_ACCEPTABLE, null);
    put(Reason.NODE_TYPE, Condition.NOT_ALLOWED, "invalid-options");
    put(Reason.NOT_A_COLLECTION, Condition.NOT_ALLOWED, "invalid-options");
    put(Reason.OTHER_DEPTH, Condition.CONFLICT, null);
    put(Reason.CYCLE, Condition.NOT_ALLOWED, "invalid-options");
    put(Reason.TOO_MANY_CHILDREN, Condition.NOT_ALLOWED, "max-nodes-exceeded");
    put(Reason.TOO_MANY_SUBSCRIPTIONS, Condition.POLICY_VIOLATION, "too-many-subscriptions");
    put(Reason.TOO_MANY_NODES, Condition.RESOURCE_CONSTRAINT, "max-nodes-exceeded");
    put(Reason.BUSY, Condition.RESOURCE_CONSTRAINT, null);
    put(Reason.STORE_FAILED, Condition.INTERNAL_SERVER_ERROR, null);
  }

  private static void put(Reason reason, Condition condition, @Nullable String specific) {
    TABLE.put(reason, new Conditions(condition, specific));
  }

  private PubSubErrors() {}

  static StanzaException of(PubSubException e) {
    if (e instanceof PubSubException.Moved moved) {
      return new StanzaException(StanzaError.gone(String.valueOf(e.getMessage()), moved.uri()));
    }
    switch (e.reason()) {
      case SUBSCRIPTIONS_CLOSED -> {
        return unsupported("subscribe", e);
      }
      case ITEMS_NOT_KEPT -> {
        return unsupported("persistent-items", e);
      }
      case COLLECTION_ITEMS -> {
        return unsupported("retrieve-items", e);
      }
      case COLLECTION -> {
        return unsupported("publish", e);
      }
      default -> {}
    }
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

  /** A feature that the node does not have. */
  private static StanzaException unsupported(String feature, PubSubException e) {
    return new StanzaException(
        Condition.FEATURE_NOT_IMPLEMENTED,
        String.valueOf(e.getMessage()),
        XmlElement.builder(Namespaces.PUBSUB_ERRORS, "unsupported")
            .attribute("feature", feature)
            .build());
  }

  /**
   * Sections 8.8.2.4 and 8.9.2.4.
   *
   * @param present what the request was about, as it is
   */
  static StanzaException unchanged(PubSubException e, XmlElement present) {
    return new StanzaException(of(e).error().returning(present));
  }

  static StanzaException badRequest(String text) {
    return new StanzaException(Condition.BAD_REQUEST, text);
  }
}
