package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.node.Node;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The row of a node, which the transaction has locked; it is written back once, at the end. */
final class NodeRow {

  final long id;
  Node node;

  /** How many items are in their table. */
  int itemCount;

  long completeAfter;

  /** Whether the row is to be written back. */
  boolean dirty;

  private NodeRow(long id, Node node, int itemCount, long completeAfter) {
    this.id = id;
    this.node = node;
    this.itemCount = itemCount;
    this.completeAfter = completeAfter;
  }

  /** Locks the row, or else the name, until the transaction ends; null if there is no row. */
  static @Nullable NodeRow lock(Statements statements, Dialect dialect, String name) {
    NodeRow row = find(statements, dialect, name);
    if (row != null || dialect.nameLock().isEmpty()) {
      return row;
    }
    statements.update("Locking", dialect.nameLock().get(), name);
    // Whoever had the lock may have created it.
    return find(statements, dialect, name);
  }

  private static @Nullable NodeRow find(Statements statements, Dialect dialect, String name) {
    String sql =
        "SELECT id, name, incarnation, version, configuration, creator, created, item_count,"
            + " complete_after FROM herald_node WHERE name = ?"
            + dialect.forUpdate();
    return statements.query("Locking", sql, NodeRow::read, name).stream().findFirst().orElse(null);
  }

  private static NodeRow read(ResultSet row) throws SQLException {
    Node node =
        new Node(
            row.getString("name"),
            row.getString("incarnation"),
            row.getLong("version"),
            Columns.configuration(row.getString("configuration")),
            Columns.jid(row.getString("creator")),
            Columns.instant(row.getLong("created")));
    return new NodeRow(
        row.getLong("id"), node, row.getInt("item_count"), row.getLong("complete_after"));
  }

  /** The unique name makes a second one fail that is created at the same time. */
  static NodeRow insert(Statements statements, Node node) {
    long id =
        statements.insert(
            "Creating",
            "INSERT INTO herald_node (name, incarnation, version, configuration, creator, created,"
                + " item_count, complete_after) VALUES (?, ?, ?, ?, ?, ?, 0, 0)",
            node.name(),
            node.incarnation(),
            node.version(),
            OptionText.write(node.configuration().values().texts()),
            Columns.text(node.creator()),
            Columns.micros(node.created()));
    return new NodeRow(id, node, 0, 0);
  }

  void flush(Statements statements) {
    if (!dirty) {
      return;
    }
    dirty = false;
    statements.update(
        "Writing",
        "UPDATE herald_node SET version = ?, configuration = ?, item_count = ?, complete_after = ?"
            + " WHERE id = ?",
        node.version(),
        OptionText.write(node.configuration().values().texts()),
        itemCount,
        completeAfter,
        id);
  }

  void delete(Statements statements) {
    // The database removes what belongs to it.
    statements.update("Deleting", "DELETE FROM herald_node WHERE id = ?", id);
  }
}
