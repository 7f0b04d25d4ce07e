package dev.herald.server.pubsub;

/** A request that the PubSub service refuses. */
public class PubSubException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why; the conditions on the wire follow from it. */
  public enum Reason {
    NODE_NOT_FOUND,
    ITEM_NOT_FOUND,
    VERSION_NOT_FOUND,
    NODE_MOVED,
    NODE_EXISTS,
    NODE_REQUIRED,
    ITEM_REQUIRED,
    ITEM_FORBIDDEN,
    PAYLOAD_REQUIRED,
    PAYLOAD_TOO_BIG,
    INVALID_PAYLOAD,
    NODE_FULL,
    INVALID_OPTION,
    UNSUPPORTED_ACCESS_MODEL,
    INVALID_NODE,
    INVALID_ITEM,
    PRECONDITION_NOT_MET,
    FORBIDDEN,
    CLOSED_NODE,
    AUTHORIZATION_REQUIRED,
    SUBSCRIPTION_PENDING,
    SUBSCRIPTIONS_CLOSED,
    ITEMS_NOT_KEPT,
    INVALID_SUBSCRIBER,
    INVALID_OPTIONS,
    FOREIGN_SUBSCRIPTION,
    JID_REQUIRED,
    NOT_SUBSCRIBED,
    SUBID_REQUIRED,
    INVALID_SUBID,
    COLLECTION,
    COLLECTION_ITEMS,
    NODE_TYPE,
    NOT_A_COLLECTION,
    OTHER_DEPTH,
    CYCLE,
    TOO_MANY_CHILDREN,
    UNCHANGED,
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

  /** The node is somewhere else now (XEP-0060, section 6.1.3.11). */
  public static final class Moved extends PubSubException {

    private static final long serialVersionUID = 1L;

    private final String uri;

    Moved(String text, String uri) {
      super(Reason.NODE_MOVED, text);
      this.uri = uri;
    }

    /** Where it is now. */
    public String uri() {
      return uri;
    }
  }

  public Reason reason() {
    return reason;
  }
}
