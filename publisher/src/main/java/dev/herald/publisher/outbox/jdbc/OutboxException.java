package dev.herald.publisher.outbox.jdbc;

import java.sql.SQLException;

/** The outbox cannot be read or written, for the time being perhaps. */
final class OutboxException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /** What was tried, and what the database says to it, without the values in its further lines. */
  OutboxException(String tried, SQLException e) {
    super(
        "%s has failed: %s (SQL state %s)"
            .formatted(
                tried,
                String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                e.getSQLState()),
        e);
  }

  OutboxException(String message) {
    super(message);
  }
}
