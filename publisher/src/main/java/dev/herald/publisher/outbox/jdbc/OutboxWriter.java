package dev.herald.publisher.outbox.jdbc;

import dev.herald.Operation;
import dev.herald.UncommittedChange;
import dev.herald.publisher.outbox.Change;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes changes on the connection of the transaction that has made them. */
final class OutboxWriter {

  private static final String INSERT =
      "INSERT INTO herald_outbox (node, item, operation, payload, parked, failure)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  /** H2 takes longer ones as streams only. */
  private static final int LONG_TEXT = 1_000_000;

  private final Connection connection;

  OutboxWriter(Connection connection) {
    this.connection = connection;
  }

  /** Writes a change that no row of an entity has made; the id of its row. */
  long insert(Change change) throws SQLException {
    return insert(
            List.of(change), List.of(change instanceof Change.Retract ? "retract" : "publish"))
        .get(0);
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

  /** Puts another change in the place of one; whether that was there. */
  boolean replace(long id, Operation before, Change change, Operation operation)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE herald_outbox SET operation = ?, payload = ?, parked = ?, failure = ?"
                + " WHERE id = ? AND operation = ?")) {
      statement.setString(1, lower(operation));
      set(statement, 2, change);
      statement.setLong(5, id);
      statement.setString(6, lower(before));
      return statement.executeUpdate() == 1;
    }
  }

  /** Takes a change out again; whether it was there. */
  boolean delete(long id, Operation operation) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM herald_outbox WHERE id = ? AND operation = ?")) {
      statement.setLong(1, id);
      statement.setString(2, lower(operation));
      return statement.executeUpdate() == 1;
    }
  }

  /** Takes a change out again, if it is there. */
  void delete(long id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM herald_outbox WHERE id = ?")) {
      statement.setLong(1, id);
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
                + " WHERE id = ANY(?) ORDER BY id")) {
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

  /** The payload, and whether and why it is parked. */
  private static void set(PreparedStatement statement, int at, Change change) throws SQLException {
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

  private static String lower(Object operation) {
    return operation.toString().toLowerCase(Locale.ROOT);
  }
}
