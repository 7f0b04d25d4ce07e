package dev.herald.publisher.outbox.jdbc;

import dev.herald.Operation;
import dev.herald.UncommittedChange;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.Stamp;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes changes on the connection of the transaction that has made them. */
final class OutboxWriter {

  private static final String INSERT =
      "INSERT INTO herald_outbox (node, item, operation, changed, payload, parked, failure)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)";

  /** H2 takes longer ones as streams only. */
  private static final int LONG_TEXT = 1_000_000;

  /**
   * Another change in the place of one of the same transaction.
   *
   * @param id of the row
   * @param before what the row says
   * @param whole what both come to; null when nothing remains
   * @param change what is to be announced then
   */
  record Replacement(
      long id, Operation before, @Nullable Operation whole, @Nullable Change change) {}

  private final Connection connection;

  OutboxWriter(Connection connection) {
    this.connection = connection;
  }

  /** Writes a change that no row of an entity has made; the id of its row. */
  long insert(Change change) throws SQLException {
    return insert(List.of(change), List.of(operation(change))).get(0);
  }

  private static String operation(Change change) {
    if (change instanceof Change.Refetch) {
      return RowHead.REFETCH;
    }
    return change instanceof Change.Retract ? "retract" : "publish";
  }

  /** Writes changes, in one batch; the ids of their rows. */
  List<Long> insert(List<Change> changes, List<?> operations) throws SQLException {
    List<Long> ids = new ArrayList<>(changes.size());
    if (changes.isEmpty()) {
      return ids;
    }
    try (PreparedStatement statement = connection.prepareStatement(INSERT, new String[] {"id"})) {
      for (int i = 0; i < changes.size(); i++) {
        Change change = changes.get(i);
        statement.setString(1, change.node());
        statement.setString(2, change.itemId());
        statement.setString(3, lower(operations.get(i)));
        set(statement, 4, change);
        if (changes.size() > 1) {
          statement.addBatch();
        }
      }
      if (changes.size() > 1) {
        statement.executeBatch();
      } else {
        statement.executeUpdate();
      }
      try (ResultSet keys = statement.getGeneratedKeys()) {
        while (keys.next()) {
          ids.add(keys.getLong(1));
        }
      }
    }
    return ids;
  }

  /** Puts other changes in the place of some, in one batch; of each whether that was there. */
  boolean[] replace(List<Replacement> replacements) throws SQLException {
    return batch(
        "UPDATE herald_outbox SET operation = ?, changed = ?, payload = ?, parked = ?, failure = ?"
            + " WHERE id = ? AND operation = ?",
        replacements,
        (statement, replacement) -> {
          statement.setString(1, lower(replacement.whole()));
          set(statement, 2, Objects.requireNonNull(replacement.change()));
          statement.setLong(6, replacement.id());
          statement.setString(7, lower(replacement.before()));
        });
  }

  /** Takes changes out again, in one batch; of each whether it was there. */
  boolean[] remove(List<Replacement> removed) throws SQLException {
    return batch(
        "DELETE FROM herald_outbox WHERE id = ? AND operation = ?",
        removed,
        (statement, replacement) -> {
          statement.setLong(1, replacement.id());
          statement.setString(2, lower(replacement.before()));
        });
  }

  private interface Parameters<T> {
    void set(PreparedStatement statement, T values) throws SQLException;
  }

  private <T> boolean[] batch(String sql, List<T> all, Parameters<T> parameters)
      throws SQLException {
    boolean[] done = new boolean[all.size()];
    if (all.isEmpty()) {
      return done;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (T each : all) {
        parameters.set(statement, each);
        statement.addBatch();
      }
      int[] counts = statement.executeBatch();
      for (int i = 0; i < done.length; i++) {
        done[i] = counts[i] == 1;
      }
      return done;
    }
  }

  /** Takes changes out again that are there. */
  void delete(List<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM herald_outbox WHERE id = ANY(?)")) {
      statement.setArray(1, connection.createArrayOf("BIGINT", ids.toArray()));
      statement.executeUpdate();
    }
  }

  /** What a row says now; null when it is not there. */
  @Nullable Operation operation(long id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT operation FROM herald_outbox WHERE id = ?")) {
      statement.setLong(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Operation.valueOf(row.getString(1).toUpperCase(Locale.ROOT)) : null;
      }
    }
  }

  /** Those of these rows that are there, in their order. */
  List<UncommittedChange> read(List<Long> ids) throws SQLException {
    List<UncommittedChange> rows = new ArrayList<>(ids.size());
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT node, item, operation, payload, failure FROM herald_outbox"
                + " WHERE id = ANY(?) AND operation <> '"
                + RowHead.REFETCH
                + "' ORDER BY id")) {
      statement.setArray(1, connection.createArrayOf("BIGINT", ids.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(
              new UncommittedChange(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5)));
        }
      }
    }
    return rows;
  }

  /** What it has changed, the payload, and whether and why it is parked. */
  private static void set(PreparedStatement statement, int first, Change change)
      throws SQLException {
    Stamp stamp = change.stamp();
    Set<String> changed = stamp == null ? null : stamp.changed();
    statement.setString(first, changed == null ? null : String.join(" ", changed));
    int at = first + 1;
    String xml = change instanceof Change.Publish publish ? publish.payload().xml() : null;
    if (xml == null) {
      statement.setNull(at, Types.VARCHAR);
    } else if (xml.length() > LONG_TEXT) {
      statement.setCharacterStream(at, new StringReader(xml), xml.length());
    } else {
      statement.setString(at, xml);
    }
    String why = change instanceof Change.Unwritable unwritable ? unwritable.why() : null;
    statement.setBoolean(at + 1, why != null);
    statement.setString(at + 2, why);
  }

  private static String lower(@Nullable Object operation) {
    return String.valueOf(operation).toLowerCase(Locale.ROOT);
  }
}
