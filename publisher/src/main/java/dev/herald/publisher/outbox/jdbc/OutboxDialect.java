package dev.herald.publisher.outbox.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What differs between the databases. */
enum OutboxDialect {
  H2("h2.sql", "", ""),

  POSTGRESQL(
      "postgresql.sql",
      // Two that find no tables must not create them both: this number is Herald's lock.
      "SELECT pg_advisory_xact_lock(5222052221)",
      // What a crash of the database brings back is announced once more, as it was.
      " AND (SELECT set_config('synchronous_commit', 'off', TRUE)) IS NOT NULL");

  private final String file;
  private final String schemaLock;
  private final String relaxed;

  OutboxDialect(String file, String schemaLock, String relaxed) {
    this.file = file;
    this.schemaLock = schemaLock;
    this.relaxed = relaxed;
  }

  /** The dialect of a database, if the outbox can be in it. */
  static Optional<OutboxDialect> of(Connection connection) throws SQLException {
    return switch (connection.getMetaData().getDatabaseProductName()) {
      case "H2" -> Optional.of(H2);
      case "PostgreSQL" -> Optional.of(POSTGRESQL);
      default -> Optional.empty();
    };
  }

  /** The name of the SQL file beside this class. */
  String file() {
    return file;
  }

  /** What holds others off until the end of the transaction that creates the tables. */
  Optional<String> schemaLock() {
    return schemaLock.isEmpty() ? Optional.empty() : Optional.of(schemaLock);
  }

  /** The end of a WHERE clause, for a transaction whose commit need not wait for the disk. */
  String relaxed() {
    return relaxed;
  }

  /** Whether the database is this process's own. */
  boolean isEmbedded(Connection connection) throws SQLException {
    String url = connection.getMetaData().getURL();
    return this == H2 && !url.startsWith("jdbc:h2:tcp:") && !url.startsWith("jdbc:h2:ssl:");
  }
}
