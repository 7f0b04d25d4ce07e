package dev.herald.server.pubsub;

/** A request that the PubSub service refuses. */
public final class PubSubException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why; the conditions on the wire follow from it. */
  public enum Reason {
    NODE_NOT_FOUND,
    ITEM_NOT_FOUND,
    VERSION_NOT_FOUND,
    NODE_EXISTS,
    NODE_REQUIRED,
    ITEM_REQUIRED,
    ITEM_FORBIDDEN,
    PAYLOAD_REQUIRED,
    PAYLOAD_FORBIDDEN,
    PAYLOAD_TOO_BIG,
    INVALID_PAYLOAD,
    INVALID_OPTION,
    INVALID_NODE,
    INVALID_ITEM,
    PRECONDITION_NOT_MET,
    FORBIDDEN,
    CLOSED_NODE,
    AUTHORIZATION_REQUIRED,
    SUBSCRIPTION_PENDING,
    SUBSCRIPTIONS_CLOSED,
    ITEMS_NOT_KEPT,
    ITEMS_NOT_RETRIEVED,
    INVALID_SUBSCRIBER,
    INVALID_OPTIONS,
    FOREIGN_SUBSCRIPTION,
    JID_REQUIRED,
    NOT_SUBSCRIBED,
    SUBID_REQUIRED,
    INVALID_SUBID,
    LAST_OWNER,
    COLLECTION,
    TOO_MANY_SUBSCRIPTIONS,
    TOO_MANY_NODES,
    BUSY,
    STORE_FAILED
  }

  private final Reason reason;

  /**
   * A refusal.
   *
   * @param text a sentence with the value that was refused and what to do
   */
  public PubSubException(Reason reason, String text) {
    super(text, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
