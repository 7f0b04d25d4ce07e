package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What differs between the databases. */
enum Dialect {
  /** A lock is waited for as long as the statement says, whatever the timeout of a query is. */
  H2("h2.sql", " FOR UPDATE WAIT 30", "name_utf8", "CAST(? AS VARBINARY)", null, null),

  POSTGRESQL(
      "postgresql.sql",
      " FOR UPDATE",
      "name",
      "?",
      // Two that find no tables must not create them both: this number is Herald's lock.
      "SELECT pg_advisory_xact_lock(5222052220)",
      "SELECT pg_advisory_xact_lock(hashtextextended(?, 5222))");

  private final String file;
  private final String forUpdate;
  private final String nameOrder;
  private final String nameParameter;
  private final @Nullable String schemaLock;
  private final @Nullable String nameLock;

  Dialect(
      String file,
      String forUpdate,
      String nameOrder,
      String nameParameter,
      @Nullable String schemaLock,
      @Nullable String nameLock) {
    this.file = file;
    this.forUpdate = forUpdate;
    this.nameOrder = nameOrder;
    this.nameParameter = nameParameter;
    this.schemaLock = schemaLock;
    this.nameLock = nameLock;
  }

  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product) {
      case "H2" -> H2;
      case "PostgreSQL" -> POSTGRESQL;
      default ->
          throw new StoreException(
              "Nodes can be kept in H2 and PostgreSQL, and this database is "
                  + product
                  + "; give another DataSource, or keep nodes in memory",
              new SQLFeatureNotSupportedException(product));
    };
  }

  /** The name of the SQL file beside this class. */
  String file() {
    return file;
  }

  /** The end of a SELECT that locks its row. */
  String forUpdate() {
    return forUpdate;
  }

  /** The stored size of a text in bytes, roughly and without reading it. */
  String size(String column) {
    // H2's is of characters, which it knows of a long text.
    return (this == POSTGRESQL ? "pg_column_size(" : "CHARACTER_LENGTH(") + column + ")";
  }

  /** The column by which names are in the order of their code points. */
  String nameOrder() {
    return nameOrder;
  }

  /** A name to compare with {@link #nameOrder}. */
  String nameParameter() {
    return nameParameter;
  }

  /** What holds others off until the end of the transaction that creates the tables. */
  Optional<String> schemaLock() {
    return Optional.ofNullable(schemaLock);
  }

  /**
   * What holds others off who want to create a node of the same name. Without it, the unique name
   * makes them fail.
   */
  Optional<String> nameLock() {
    return Optional.ofNullable(nameLock);
  }

  /** Whether the database is this process's own. */
  boolean isEmbedded(Connection connection) throws SQLException {
    String url = connection.getMetaData().getURL();
    return this == H2 && !url.startsWith("jdbc:h2:tcp:") && !url.startsWith("jdbc:h2:ssl:");
  }

  /** Whether a statement's timeout stays with its connection, for whoever has it next. */
  boolean keepsQueryTimeout() {
    return this == H2;
  }

  /** Whether a connection can wait for the network, and has a timeout for that. */
  boolean hasNetworkTimeout() {
    return this == POSTGRESQL;
  }
}
