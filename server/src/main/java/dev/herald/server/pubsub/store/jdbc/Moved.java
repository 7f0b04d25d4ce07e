package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.store.NodeTransaction;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 8.4: where deleted nodes are now, the last of them. */
final class Moved {

  private Moved() {}

  static @Nullable String uri(Statements statements, String name) {
    return statements
        .query(
            "Looking where it has moved",
            "SELECT uri FROM herald_moved WHERE name = ?",
            row -> row.getString("uri"),
            name)
        .stream()
        .findFirst()
        .orElse(null);
  }

  static void put(Statements statements, String name, String uri) {
    forget(statements, name);
    statements.update(
        "Noting where it has moved",
        "INSERT INTO herald_moved (name, uri) VALUES (?, ?)",
        name,
        uri);
    statements.update(
        "Forgetting nodes that have moved",
        "DELETE FROM herald_moved WHERE id <= (SELECT m.id FROM herald_moved m"
            + " ORDER BY m.id DESC OFFSET ? ROWS FETCH FIRST 1 ROWS ONLY)",
        NodeTransaction.MOST_MOVED);
  }

  static void forget(Statements statements, String name) {
    statements.update(
        "Forgetting where it has moved", "DELETE FROM herald_moved WHERE name = ?", name);
  }
}
