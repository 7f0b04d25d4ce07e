package dev.herald.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * Connections to an H2 database in a file. None is given when the disk is nearly full: after a
 * write that fails, H2's threads may spin for ever (2.4.240, {@code MVStore.registerVersionUsage}).
 * It closes a database whose file cannot be written for another reason; its pool would go on giving
 * connections of it, so there is a new pool then.
 */
final class H2Connections implements DataSource, AutoCloseable {

  private static final int MOST = 10;

  private static final String SETTINGS =
      ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
          // Usual payloads stand in their rows: three more tables for each are 40 KiB a publish.
          + ";MAX_LENGTH_INPLACE_LOB=4096"
          // What the disk has, which is told after each commit, need not be kept for 45 s.
          + ";RETENTION_TIME=1000"
          // The store's own, which it need not set for each transaction then.
          + ";QUERY_TIMEOUT=30000"
          // Failures are thrown, and logged by whoever gets them; no second file of them.
          + ";TRACE_LEVEL_FILE=0";

  /** More than all transactions that are under way write. */
  private static final long RESERVE = 16L << 20;

  /** PostgreSQL's name for it; H2 has none. */
  private static final String DISK_FULL = "53100";

  /** What H2 says of a database that it has closed. */
  private static final Set<Integer> CLOSED =
      Set.of(
          ErrorCode.DATABASE_IS_CLOSED,
          ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
          ErrorCode.CONNECTION_BROKEN_1,
          ErrorCode.OBJECT_CLOSED);

  private final Path directory;
  private final String url;
  private JdbcConnectionPool pool;

  /**
   * A database that is opened by the first connection.
   *
   * @param file without {@code .mv.db}
   */
  H2Connections(Path file) {
    this.directory = file.toAbsolutePath().resolveSibling("");
    // async: H2's usual files are closed when a thread that writes is interrupted.
    this.url = "jdbc:h2:async:" + file + SETTINGS;
    this.pool = pool();
  }

  private JdbcConnectionPool pool() {
    JdbcConnectionPool created = JdbcConnectionPool.create(url, "herald", "");
    created.setMaxConnections(MOST);
    return created;
  }

  @Override
  public Connection getConnection() throws SQLException {
    requireRoom();
    JdbcConnectionPool from = current();
    try {
      Connection connection = from.getConnection();
      if (connection.isValid(0)) {
        return connection;
      }
      connection.close();
    } catch (SQLException e) {
      if (!CLOSED.contains(e.getErrorCode())) {
        throw e;
      }
    }
    return renew(from).getConnection();
  }

  private void requireRoom() throws SQLException {
    try {
      long left = Files.getFileStore(directory).getUsableSpace();
      if (left < RESERVE) {
        throw new SQLException(
            "The disk of '%s' has %d bytes left, and %d are needed: make room, and it goes on"
                .formatted(directory, left, RESERVE),
            DISK_FULL);
      }
    } catch (IOException e) {
      throw new SQLException("The disk of '" + directory + "' cannot be looked at", e);
    }
  }

  private synchronized JdbcConnectionPool current() {
    return pool;
  }

  private synchronized JdbcConnectionPool renew(JdbcConnectionPool broken) {
    if (pool == broken) {
      broken.dispose();
      pool = pool();
    }
    return pool;
  }

  @Override
  public synchronized void close() {
    pool.dispose();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("There is one user");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("There is no such log");
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException("The timeout is H2's");
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("There is no such log");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException("There is no " + type + " in it");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
