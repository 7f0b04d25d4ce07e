package dev.herald.publisher.outbox.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dispatcher's own connections to the database that a session factory uses. */
final class OutboxDatabase {

  private static final Logger log = LoggerFactory.getLogger(OutboxDatabase.class);

  /** What is done on a connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private final ConnectionProvider connections;

  OutboxDatabase(ConnectionProvider connections) {
    this.connections = connections;
  }

  /**
   * Does something in a transaction of its own.
   *
   * @param doing for messages, such as "Reading the outbox"
   * @throws OutboxException when the database fails
   */
  <T> T transact(String doing, Work<T> work) {
    try {
      Connection connection = connections.getConnection();
      try {
        return transact(connection, work);
      } finally {
        connections.closeConnection(connection);
      }
    } catch (SQLException e) {
      throw new OutboxException(doing, e);
    }
  }

  /**
   * Does one statement, which is a transaction of its own: a way to the database instead of three.
   *
   * @throws OutboxException when the database fails
   */
  <T> T single(String doing, Work<T> work) {
    try {
      Connection connection = connections.getConnection();
      try {
        return connection.getAutoCommit() ? work.on(connection) : transact(connection, work);
      } finally {
        connections.closeConnection(connection);
      }
    } catch (SQLException e) {
      throw new OutboxException(doing, e);
    }
  }

  private static <T> T transact(Connection connection, Work<T> work) throws SQLException {
    boolean before = connection.getAutoCommit();
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      T result = work.on(connection);
      connection.commit();
      done = true;
      return result;
    } finally {
      restore(connection, before, done);
    }
  }

  private static void restore(Connection connection, boolean autoCommit, boolean done) {
    try {
      if (!done) {
        connection.rollback();
      }
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      // It is gone, and with it the database undoes what was not committed.
      log.debug("A connection could not be put back in order", e);
    }
  }
}
