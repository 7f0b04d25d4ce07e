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
  private int queryTimeout = -1;
  private boolean known;

  ConnectionState(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
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
    int before = statement.getQueryTimeout();
    if (before == 0 || before > QUERY_TIMEOUT_SECONDS) {
      if (dialect.keepsQueryTimeout()) {
        queryTimeout = before;
      }
      statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
    }
  }

  /** Gives the connection back. What is not committed must have been undone. */
  void restore() {
    try (connection) {
      if (!known || connection.isClosed()) {
        return;
      }
      if (queryTimeout >= 0) {
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
