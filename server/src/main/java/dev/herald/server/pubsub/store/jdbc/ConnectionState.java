package dev.herald.server.pubsub.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a connection was when the pool gave it, which is how it goes back. */
final class ConnectionState {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionState.class);

  private static final int QUERY_TIMEOUT_SECONDS = 30;

  /** For an answer that never comes; longer, so that the query's own comes first. */
  private static final int NETWORK_TIMEOUT_MILLIS = 45_000;

  private final Connection connection;
  private final Dialect dialect;
  private boolean autoCommit;
  private int isolation = -1;
  private int networkTimeout = -1;
  private final int queryTimeout;
  private boolean limited;
  private boolean known;

  /**
   * @param queryTimeout in seconds, 0 for none: that of a connection, in a database where it is not
   *     a statement's own
   */
  ConnectionState(Connection connection, Dialect dialect, int queryTimeout) {
    this.connection = connection;
    this.dialect = dialect;
    this.queryTimeout = queryTimeout;
  }

  void set(boolean transaction, boolean readCommitted) throws SQLException {
    autoCommit = connection.getAutoCommit();
    known = true;
    if (dialect.hasNetworkTimeout()) {
      int before = connection.getNetworkTimeout();
      if (before == 0 || before > NETWORK_TIMEOUT_MILLIS) {
        networkTimeout = before;
        connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
      }
    }
    if (readCommitted) {
      isolation = connection.getTransactionIsolation();
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    if (autoCommit == transaction) {
      connection.setAutoCommit(!transaction);
    }
  }

  /** So that no statement waits for ever. */
  void limit(PreparedStatement statement) throws SQLException {
    if (dialect.keepsQueryTimeout()) {
      if (!limited && isTooLong(queryTimeout)) {
        statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
        limited = true;
      }
    } else if (isTooLong(statement.getQueryTimeout())) {
      statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
    }
  }

  private static boolean isTooLong(int seconds) {
    return seconds == 0 || seconds > QUERY_TIMEOUT_SECONDS;
  }

  /** Gives the connection back. What is not committed must have been undone. */
  void restore() {
    try (connection) {
      if (!known || connection.isClosed()) {
        return;
      }
      if (limited) {
        try (Statement statement = connection.createStatement()) {
          statement.setQueryTimeout(queryTimeout);
        }
      }
      if (connection.getAutoCommit() != autoCommit) {
        connection.setAutoCommit(autoCommit);
      }
      if (isolation >= 0) {
        connection.setTransactionIsolation(isolation);
      }
      if (networkTimeout >= 0) {
        connection.setNetworkTimeout(Runnable::run, networkTimeout);
      }
    } catch (SQLException e) {
      // What was committed is committed; the pool finds out that the connection is broken.
      LOG.warn("A connection to the database could not be given back as it was: {}", e.toString());
    }
  }
}
