package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections to the database, in the state that the store needs. */
final class Connections {

  /**
   * A unique key that is there already, a transaction that could not be put in order, a deadlock.
   */
  private static final Set<String> CONFLICTS = Set.of("23505", "40001", "40P01");

  private final DataSource dataSource;
  private final Dialect dialect;
  private final boolean embedded;
  private final boolean setsIsolation;
  private final int queryTimeout;
  private final @Nullable String afterCommit;

  /**
   * @param afterCommit a statement that is run after each commit before it is acknowledged
   */
  Connections(DataSource dataSource, @Nullable String afterCommit) {
    this.dataSource = dataSource;
    this.afterCommit = afterCommit;
    try (Connection connection = dataSource.getConnection()) {
      this.dialect = Dialect.of(connection);
      this.embedded = dialect.isEmbedded(connection);
      // Once, since PostgreSQL's driver asks the database each time.
      this.setsIsolation =
          connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED;
      // Once too: to say it, H2 looks at all that it has of its file.
      this.queryTimeout = dialect.keepsQueryTimeout() ? queryTimeout(connection) : 0;
    } catch (SQLException e) {
      throw failed("Connecting to the database", e);
    }
  }

  private static int queryTimeout(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.getQueryTimeout();
    }
  }

  Dialect dialect() {
    return dialect;
  }

  boolean isEmbedded() {
    return embedded;
  }

  /**
   * A transaction.
   *
   * @param subject what it is about, for messages
   */
  Statements begin(String subject) {
    return open(subject, true);
  }

  /** A connection on which each statement stands alone. */
  Statements read(String subject) {
    return open(subject, false);
  }

  private Statements open(String subject, boolean transaction) {
    Connection connection;
    try {
      connection = dataSource.getConnection();
    } catch (SQLException e) {
      throw failed("Connecting to the database for " + subject, e);
    }
    ConnectionState state = new ConnectionState(connection, dialect, queryTimeout);
    try {
      state.set(transaction, transaction && setsIsolation);
    } catch (SQLException e) {
      state.restore();
      throw failed("Preparing a connection for " + subject, e);
    }
    return new Statements(connection, state, subject, afterCommit);
  }

  /** What was tried, and what the database says to it, but no payload. */
  static StoreException failed(String tried, SQLException e) {
    // PostgreSQL's driver writes the values of a batch into its message, the next one's has none.
    SQLException next = e.getNextException();
    SQLException told = next == null ? e : next;
    String message = String.valueOf(told.getMessage());
    // The details are in further lines, with values in them.
    String first = message.lines().findFirst().orElse("");
    String shown = first.length() > 200 ? first.substring(0, 200) + "…" : first;
    String state = told.getSQLState();
    return new StoreException(
        tried + " has failed: " + shown + " (SQL state " + state + ")",
        told,
        state != null && CONFLICTS.contains(state));
  }
}
