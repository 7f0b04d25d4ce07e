package dev.herald.external.stream;

import org.jspecify.annotations.Nullable;

/**
 * There is no stream to the server, or none any more: whatever was asked is to be asked again. The
 * message is one sentence for whoever runs the application, without any secret.
 */
public final class ConnectionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean refused;

  public ConnectionException(String message) {
    this(message, null);
  }

  public ConnectionException(@Nullable String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private ConnectionException(
      @Nullable String message, @Nullable Throwable cause, boolean refused) {
    super(message, cause);
    this.refused = refused;
  }

  /** The server does not let this application in. */
  static ConnectionException refused(String message, @Nullable Throwable cause) {
    return new ConnectionException(message, cause, true);
  }

  /**
   * Whether the server has refused the login: it may shut out who tries too often, so that it is
   * not to be tried again soon.
   */
  public boolean isRefused() {
    return refused;
  }
}
