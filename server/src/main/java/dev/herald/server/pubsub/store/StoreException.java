package dev.herald.server.pubsub.store;

/** The store cannot be read or written, for the time being perhaps. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
