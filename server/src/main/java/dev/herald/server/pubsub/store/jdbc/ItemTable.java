package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.node.Item;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node's items. Those that were put are written together, before anything asks for them. */
final class ItemTable {

  private static final int MOST_PENDING = 500;

  private static final String SELECT =
      "SELECT item_id, version, published, publisher, payload FROM herald_item WHERE node_id = ?";

  /** By the node too, or H2 reads all items of the node and sorts them; the newest come last. */
  private static final String BY_AGE = " ORDER BY node_id, version";

  private static final String BY_AGE_BACKWARDS = " ORDER BY node_id DESC, version DESC";

  private final Statements statements;
  private final NodeRow node;
  private final Map<String, Item> pending = new LinkedHashMap<>();

  ItemTable(Statements statements, NodeRow node) {
    this.statements = statements;
    this.node = node;
  }

  void put(Item item) {
    pending.remove(item.id());
    pending.put(item.id(), item);
    if (pending.size() >= MOST_PENDING) {
      flush();
    }
  }

  boolean remove(String itemId) {
    flush();
    int removed =
        statements.update(
            "Removing an item",
            "DELETE FROM herald_item WHERE node_id = ? AND item_id = ?",
            node.id,
            itemId);
    return count(removed) > 0;
  }

  void purge() {
    pending.clear();
    if (node.itemCount > 0) {
      statements.update("Purging", "DELETE FROM herald_item WHERE node_id = ?", node.id);
    }
    count(node.itemCount);
  }

  List<String> evict(int keep) {
    if (node.itemCount + pending.size() <= keep) {
      return List.of();
    }
    flush();
    if (node.itemCount <= keep) {
      return List.of();
    }
    List<String> gone =
        statements.query(
            "Reading the oldest items",
            "SELECT item_id FROM herald_item WHERE node_id = ?"
                + BY_AGE
                + " FETCH FIRST ? ROWS ONLY",
            row -> row.getString(1),
            node.id,
            node.itemCount - keep);
    statements.batch(
        "Evicting items",
        "DELETE FROM herald_item WHERE node_id = ? AND item_id = ?",
        gone,
        itemId -> new Object[] {node.id, itemId});
    count(gone.size());
    return gone;
  }

  List<String> expire(Instant before) {
    flush();
    long micros = Columns.micros(before);
    String expired = " FROM herald_item WHERE node_id = ? AND published < ?";
    List<String> gone =
        statements.query(
            "Reading expired items",
            "SELECT item_id" + expired + " ORDER BY version",
            row -> row.getString(1),
            node.id,
            micros);
    if (!gone.isEmpty()) {
      statements.update("Expiring items", "DELETE" + expired, node.id, micros);
      count(gone.size());
    }
    return gone;
  }

  @Nullable Item item(String itemId) {
    Item put = pending.get(itemId);
    return put != null
        ? put
        : statements
            .query("Reading an item", SELECT + " AND item_id = ?", ItemTable::read, node.id, itemId)
            .stream()
            .findFirst()
            .orElse(null);
  }

  int count() {
    flush();
    return node.itemCount;
  }

  List<Item> items(long after, long before, int most, boolean newest) {
    flush();
    List<Item> items =
        statements.query(
            "Reading items",
            SELECT
                + " AND version > ? AND version < ?"
                + (newest ? BY_AGE_BACKWARDS : BY_AGE)
                + " FETCH FIRST ? ROWS ONLY",
            ItemTable::read,
            node.id,
            after,
            before,
            most);
    if (newest) {
      Collections.reverse(items);
    }
    return items;
  }

  int below(long version) {
    flush();
    return (int)
        statements.count(
            "Counting older items",
            "SELECT COUNT(*) FROM herald_item WHERE node_id = ? AND version < ?",
            node.id,
            version);
  }

  List<Item> from(int index, int most) {
    flush();
    return statements.query(
        "Reading items from an index",
        SELECT + BY_AGE + " OFFSET ? ROWS FETCH FIRST ? ROWS ONLY",
        ItemTable::read,
        node.id,
        index,
        most);
  }

  void flush() {
    if (pending.isEmpty()) {
      return;
    }
    List<Item> items = List.copyOf(pending.values());
    pending.clear();
    List<Item> added = items;
    if (node.itemCount > 0) {
      List<Integer> replaced =
          statements.batch(
              "Replacing items",
              "UPDATE herald_item SET version = ?, published = ?, publisher = ?, payload = ?"
                  + " WHERE node_id = ? AND item_id = ?",
              items,
              this::values);
      added = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        if (replaced.get(i) == 0) {
          added.add(items.get(i));
        }
      }
    }
    if (!added.isEmpty()) {
      statements.batch(
          "Storing items",
          "INSERT INTO herald_item (version, published, publisher, payload, node_id, item_id)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          added,
          this::values);
      count(-added.size());
    }
  }

  private @Nullable Object[] values(Item item) {
    return new @Nullable Object[] {
      item.version(),
      Columns.micros(item.published()),
      Columns.text(item.publisher()),
      item.payload(),
      node.id,
      item.id()
    };
  }

  private int count(int gone) {
    node.itemCount -= gone;
    node.dirty |= gone != 0;
    return gone;
  }

  private static Item read(ResultSet row) throws SQLException {
    String payload = Columns.longText(row, "payload");
    return new Item(
        row.getString("item_id"),
        payload == null ? "" : payload,
        Columns.jid(row.getString("publisher")),
        Columns.instant(row.getLong("published")),
        row.getLong("version"));
  }
}
