package dev.herald.server.pubsub.store.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Counts the connections that are out, and can lose all of them. */
public final class FragileDataSource implements DataSource {

  private final Set<Connection> out = ConcurrentHashMap.newKeySet();
  private volatile @Nullable DataSource real;
  private volatile boolean down;

  public void use(DataSource dataSource) {
    real = dataSource;
  }

  int out() {
    return out.size();
  }

  /** Ends the connections that are out, and gives none until it is told otherwise. */
  public void down(boolean down) throws SQLException {
    this.down = down;
    for (Connection connection : out) {
      connection.close();
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (down) {
      throw new SQLNonTransientConnectionException("The database is down", "08001");
    }
    Connection connection = Objects.requireNonNull(real, "use").getConnection();
    out.add(connection);
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                out.remove(connection);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLoginTimeout(int seconds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
