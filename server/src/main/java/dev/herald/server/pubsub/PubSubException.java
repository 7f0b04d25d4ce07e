package dev.herald.server.pubsub;

/** A request that the PubSub service refuses. */
public final class PubSubException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why; the conditions on the wire follow from it. */
  public enum Reason {
    NODE_NOT_FOUND,
    ITEM_NOT_FOUND,
    NODE_EXISTS,
    NODE_REQUIRED,
    ITEM_REQUIRED,
    ITEM_FORBIDDEN,
    INVALID_OPTION,
    INVALID_NODE,
    INVALID_ITEM,
    FORBIDDEN,
    INVALID_SUBSCRIBER,
    NOT_SUBSCRIBED,
    TOO_MANY_SUBSCRIPTIONS,
    TOO_MANY_NODES
  }

  private final Reason reason;

  /**
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
