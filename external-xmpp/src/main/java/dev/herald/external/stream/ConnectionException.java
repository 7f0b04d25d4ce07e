package dev.herald.external.stream;

import org.jspecify.annotations.Nullable;

/**
 * There is no stream to the server, or none any more: whatever was asked is to be asked again. The
 * message is one sentence for whoever runs the application, without any secret.
 */
public final class ConnectionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ConnectionException(String message) {
    this(message, null);
  }

  public ConnectionException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
