package dev.herald.server.pubsub.store;

/** The store cannot be read or written, for the time being perhaps. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean conflict;

  public StoreException(String message, Throwable cause) {
    this(message, cause, false);
  }

  /**
   * A failure.
   *
   * @param conflict whether somebody else did the same at the same time, so that it is worth a
   *     second try at once
   */
  public StoreException(String message, Throwable cause, boolean conflict) {
    super(message, cause);
    this.conflict = conflict;
  }

  public boolean isConflict() {
    return conflict;
  }
}
