package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.store.StoreException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statements on one connection. After one has failed nothing of the transaction remains, and no
 * further one is taken.
 */
final class Statements implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Statements.class);

  private static final int BATCH = 500;

  /** H2 takes longer ones as streams only. */
  private static final int LONG_TEXT = 1_000_000;

  /** Reads a row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private interface Work<T> {
    T on(PreparedStatement statement) throws SQLException;
  }

  private final Connection connection;
  private final ConnectionState state;
  private final String subject;
  private final @Nullable String afterCommit;
  private boolean open;
  private boolean failed;

  /** Whether there may be something that the disk does not have yet. */
  private boolean written;

  Statements(
      Connection connection, ConnectionState state, String subject, @Nullable String afterCommit) {
    this.connection = connection;
    this.state = state;
    this.subject = subject;
    this.afterCommit = afterCommit;
  }

  /**
   * What a SELECT finds.
   *
   * @param doing for messages, such as "Reading items"
   */
  <T> List<T> query(String doing, String sql, Row<T> row, @Nullable Object... parameters) {
    return run(
        doing,
        sql,
        Statement.NO_GENERATED_KEYS,
        statement -> {
          set(statement, parameters);
          List<T> rows = new ArrayList<>();
          try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
              rows.add(row.read(result));
            }
          }
          return rows;
        });
  }

  /** The number that a SELECT finds. */
  long count(String doing, String sql, @Nullable Object... parameters) {
    return query(doing, sql, row -> row.getLong(1), parameters).get(0);
  }

  /** How many rows a statement has changed. */
  int update(String doing, String sql, @Nullable Object... parameters) {
    return run(
        doing,
        sql,
        Statement.NO_GENERATED_KEYS,
        statement -> {
          set(statement, parameters);
          if (statement.execute()) {
            return 0;
          }
          written = true;
          return statement.getUpdateCount();
        });
  }

  /** Inserts a row; the id that it was given. */
  long insert(String doing, String sql, @Nullable Object... parameters) {
    return run(
        doing,
        sql,
        Statement.RETURN_GENERATED_KEYS,
        statement -> {
          set(statement, parameters);
          written = true;
          statement.executeUpdate();
          try (ResultSet keys = statement.getGeneratedKeys()) {
            keys.next();
            return keys.getLong("id");
          }
        });
  }

  /** How many rows each has changed. */
  <T> List<Integer> batch(
      String doing, String sql, List<T> all, Function<T, @Nullable Object[]> parameters) {
    if (all.size() == 1) {
      return List.of(update(doing, sql, parameters.apply(all.get(0))));
    }
    List<Integer> counts = new ArrayList<>(all.size());
    for (int from = 0; from < all.size(); from += BATCH) {
      List<T> part = all.subList(from, Math.min(from + BATCH, all.size()));
      int[] changed =
          run(
              doing,
              sql,
              Statement.NO_GENERATED_KEYS,
              statement -> {
                for (T one : part) {
                  set(statement, parameters.apply(one));
                  statement.addBatch();
                }
                written = true;
                return statement.executeBatch();
              });
      for (int count : changed) {
        counts.add(count);
      }
    }
    return counts;
  }

  /**
   * Whether it is on disk is the database's affair, and that of what runs after each commit that
   * has changed something.
   */
  void commit() {
    String doing = "Committing";
    requireIntact(doing);
    try {
      connection.commit();
      open = false;
      if (afterCommit != null && written) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(afterCommit);
        }
      }
      written = false;
    } catch (SQLException e) {
      throw fail(doing, e);
    }
  }

  @Override
  public void close() {
    rollBack();
    state.restore();
  }

  private <T> T run(String doing, String sql, int keys, Work<T> work) {
    requireIntact(doing);
    open = true;
    try (PreparedStatement statement = connection.prepareStatement(sql, keys)) {
      state.limit(statement);
      return work.on(statement);
    } catch (SQLException e) {
      throw fail(doing, e);
    }
  }

  /** Fails after a failure. */
  void requireIntact(String doing) {
    if (failed) {
      String message = doing + " with " + subject + " comes after a failure that has undone all";
      throw new StoreException(message, new SQLNonTransientException(message));
    }
  }

  private StoreException fail(String doing, SQLException e) {
    failed = true;
    rollBack();
    return Connections.failed(doing + " of " + subject, e);
  }

  private void rollBack() {
    try {
      if (open && !connection.isClosed() && !connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      // The connection is gone, and with it the database undoes what was not committed.
      LOG.debug("A transaction of {} could not be rolled back", subject, e);
    } finally {
      open = false;
    }
  }

  private static void set(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      Object parameter = parameters[i];
      if (parameter instanceof String text && text.length() > LONG_TEXT) {
        statement.setCharacterStream(i + 1, new StringReader(text), text.length());
      } else {
        statement.setObject(i + 1, parameter);
      }
    }
  }
}
