package dev.herald.publisher.outbox.jdbc;

import dev.herald.ParkedChange;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.Stamp;
import dev.herald.xmpp.XmlFragment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows that wait, as the dispatcher sees them: committed ones. Each call is a transaction. */
final class OutboxTable {

  private final OutboxDatabase database;
  private final OutboxDialect dialect;

  OutboxTable(OutboxDatabase database, OutboxDialect dialect) {
    this.database = database;
    this.dialect = dialect;
  }

  /** Adds a change that no transaction of an entity has made. */
  void add(Change change) {
    database.transact(
        "Writing to the outbox",
        connection -> {
          new OutboxWriter(connection).insert(change);
          return true;
        });
  }

  /** The nodes that something waits for, without those that another process has the lease of. */
  List<String> nodes(String owner) {
    return database.single(
        "Looking through the outbox",
        connection -> {
          List<String> nodes = new ArrayList<>();
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT DISTINCT o.node FROM herald_outbox o WHERE NOT o.parked AND NOT EXISTS"
                      + " (SELECT 1 FROM herald_outbox_lease l WHERE l.node = o.node"
                      + " AND l.owner <> ? AND l.ends_at >= CURRENT_TIMESTAMP)")) {
            statement.setString(1, owner);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                nodes.add(rows.getString(1));
              }
            }
          }
          return nodes;
        });
  }

  /**
   * The first rows of a node. Not those above the last one read: a transaction that has an earlier
   * row may be committed later.
   */
  List<OutboxRow> first(String node, int most) {
    return database.single(
        "Reading the outbox",
        connection -> {
          List<OutboxRow> rows = new ArrayList<>();
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT id, item, operation, payload FROM herald_outbox"
                      + " WHERE node = ? AND NOT parked ORDER BY id LIMIT ?")) {
            statement.setString(1, node);
            statement.setInt(2, most);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                Change change =
                    change(node, row.getString(2), row.getString(3), row.getString(4), null);
                rows.add(new OutboxRow(row.getLong(1), change, List.of()));
              }
            }
          }
          return rows;
        });
  }

  /** As {@link #first}, without payloads. */
  List<RowHead> heads(String node, int most) {
    return database.single(
        "Reading the outbox",
        connection -> {
          List<RowHead> rows = new ArrayList<>();
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT id, item, operation, changed, changed_at, CURRENT_TIMESTAMP"
                      + " FROM herald_outbox WHERE node = ? AND NOT parked ORDER BY id LIMIT ?")) {
            statement.setString(1, node);
            statement.setInt(2, most);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                rows.add(
                    new RowHead(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Duration.between(
                                row.getObject(5, OffsetDateTime.class),
                                row.getObject(6, OffsetDateTime.class))
                            .toMillis()));
              }
            }
          }
          return rows;
        });
  }

  /** The changes that items are told by, without those whose rows are gone or parked by now. */
  List<OutboxRow> told(String node, List<WaitingItem> items) {
    Map<Long, @Nullable String> payloads = payloads(items);
    List<OutboxRow> rows = new ArrayList<>(items.size());
    for (WaitingItem item : items) {
      RowHead last = item.last();
      if (last.retracts() || payloads.containsKey(last.id())) {
        Change own =
            change(node, last.item(), last.operation(), payloads.get(last.id()), last.stamp());
        Stamp whole = item.stamp();
        Change change = whole == null ? own : own.stamped(whole);
        rows.add(new OutboxRow(last.id(), change, item.superseded()));
      }
    }
    return rows;
  }

  private Map<Long, @Nullable String> payloads(List<WaitingItem> items) {
    Object[] ids =
        items.stream()
            .map(WaitingItem::last)
            .filter(row -> !row.retracts())
            .map(RowHead::id)
            .toArray();
    Map<Long, @Nullable String> payloads = new HashMap<>();
    if (ids.length == 0) {
      return payloads;
    }
    return database.single(
        "Reading the outbox",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT id, payload FROM herald_outbox WHERE id = ANY(?) AND NOT parked")) {
            statement.setArray(1, connection.createArrayOf("BIGINT", ids));
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                payloads.put(row.getLong(1), row.getString(2));
              }
            }
          }
          return payloads;
        });
  }

  /** The items of a node of which something waits. */
  Set<String> items(String node) {
    return database.single(
        "Looking through the outbox",
        connection -> {
          Set<String> items = new HashSet<>();
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT DISTINCT item FROM herald_outbox WHERE node = ? AND NOT parked")) {
            statement.setString(1, node);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                items.add(row.getString(1));
              }
            }
          }
          return items;
        });
  }

  private static Change change(
      String node, String item, String operation, @Nullable String payload, @Nullable Stamp stamp) {
    if (RowHead.retracts(operation)) {
      return new Change.Retract(node, item, stamp);
    }
    if (operation.equals(RowHead.REFETCH)) {
      return new Change.Refetch(node);
    }
    return payload == null
        ? new Change.Unwritable(node, item, "It was sent again, and has no payload")
        : new Change.Publish(node, item, new XmlFragment(payload), stamp);
  }

  /**
   * Removes what the target has taken, with what is parked of the same items from before: sent
   * later, it would undo this. Parks what the target has refused for good.
   */
  void finish(String node, List<OutboxRow> taken, Map<Long, String> refused, boolean parked) {
    List<Long> ids = taken.stream().flatMap(OutboxRow::ids).toList();
    if (ids.isEmpty() && refused.isEmpty()) {
      return;
    }
    if (!parked && refused.isEmpty()) {
      database.single("Writing to the outbox", connection -> delete(connection, ids));
      return;
    }
    database.transact(
        "Writing to the outbox",
        connection -> {
          if (parked) {
            supersede(connection, node, taken);
          }
          if (!refused.isEmpty()) {
            park(connection, refused);
          }
          if (!taken.isEmpty()) {
            delete(connection, ids);
          }
          return true;
        });
  }

  /** Removes rows that are done and that no item is of. */
  void remove(List<Long> ids) {
    database.single("Writing to the outbox", connection -> delete(connection, ids));
  }

  private boolean delete(Connection connection, List<Long> ids) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM herald_outbox WHERE id = ANY(?)" + dialect.relaxed())) {
      statement.setArray(1, connection.createArrayOf("BIGINT", ids.toArray()));
      return statement.executeUpdate() > 0;
    }
  }

  private static void supersede(Connection connection, String node, List<OutboxRow> taken)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM herald_outbox WHERE node = ? AND parked AND item = ? AND id < ?")) {
      for (OutboxRow row : taken) {
        statement.setString(1, node);
        statement.setString(2, row.change().itemId());
        statement.setLong(3, row.id());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void park(Connection connection, Map<Long, String> refused) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE herald_outbox SET parked = TRUE, failure = ? WHERE id = ?")) {
      for (Map.Entry<Long, String> one : refused.entrySet()) {
        statement.setString(1, one.getValue());
        statement.setLong(2, one.getKey());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Whether something of the node is parked. */
  boolean hasParked(String node) {
    return count(
            "SELECT COUNT(*) FROM (SELECT 1 FROM herald_outbox WHERE node = ? AND parked LIMIT 1) p",
            node)
        > 0;
  }

  /** How many rows wait, without those that are parked. */
  long waiting() {
    return count("SELECT COUNT(*) FROM herald_outbox WHERE NOT parked");
  }

  private long count(String sql, String... parameters) {
    return database.single(
        "Counting in the outbox",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
              statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  /** What is parked, the oldest first. */
  List<ParkedChange> parked(int most) {
    return database.transact(
        "Reading the outbox",
        connection -> {
          List<ParkedChange> rows = new ArrayList<>();
          try (PreparedStatement statement =
                  connection.prepareStatement(
                      "SELECT id, node, item, operation, changed_at, failure FROM herald_outbox"
                          + " WHERE parked ORDER BY id LIMIT "
                          + most);
              ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              Instant at = row.getObject(5, OffsetDateTime.class).toInstant();
              rows.add(
                  new ParkedChange(
                      row.getLong(1),
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      at,
                      String.valueOf(row.getString(6))));
            }
          }
          return rows;
        });
  }

  /** Lets parked rows wait again. */
  void resend(Collection<ParkedChange> changes) {
    database.transact(
        "Writing to the outbox",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "UPDATE herald_outbox SET parked = FALSE, failure = NULL"
                      + " WHERE id = ? AND node = ? AND item = ? AND parked")) {
            for (ParkedChange change : changes) {
              statement.setLong(1, change.id());
              statement.setString(2, change.node());
              statement.setString(3, change.itemId());
              statement.addBatch();
            }
            return statement.executeBatch().length;
          }
        });
  }
}
