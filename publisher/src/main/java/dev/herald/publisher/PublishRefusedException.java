package dev.herald.publisher;

/** The target refuses an item for good: to try again would not help. */
public final class PublishRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PublishRefusedException(String message) {
    super(message);
  }

  public PublishRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
