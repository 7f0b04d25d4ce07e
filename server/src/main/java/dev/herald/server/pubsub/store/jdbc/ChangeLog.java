package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Item;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node's changes. Those that were appended are written together. */
final class ChangeLog {

  private static final int MOST_PENDING = 500;

  private final Statements statements;
  private final NodeRow node;
  private final long process;
  private final List<Change> pending = new ArrayList<>();

  ChangeLog(Statements statements, NodeRow node, long process) {
    this.statements = statements;
    this.node = node;
    this.process = process;
  }

  void append(Change change) {
    node.node = node.node.withVersion(change.version());
    node.dirty = true;
    pending.add(change);
    if (pending.size() >= MOST_PENDING) {
      flush();
    }
  }

  List<Change> changes(long after, int most) {
    flush();
    return statements.query(
        "Reading changes",
        "SELECT version, kind, notified, changed_at, item_id, published, publisher, payload"
            + " FROM herald_change WHERE node_id = ? AND version > ? ORDER BY node_id, version"
            + " FETCH FIRST ? ROWS ONLY",
        ChangeLog::read,
        node.id,
        after,
        most);
  }

  /** The version of the first change by others that had not been seen. */
  Optional<Long> firstUnseen(SequenceGaps.Seen seen) {
    record Row(long seq, long version) {}
    return statements
        .query(
            "Reading changes",
            "SELECT seq, version FROM herald_change WHERE node_id = ? AND seq > ? AND process <> ?"
                + " ORDER BY seq",
            row -> new Row(row.getLong("seq"), row.getLong("version")),
            node.id,
            seen.complete(),
            process)
        .stream()
        .filter(row -> !seen.has(row.seq))
        .map(Row::version)
        .findFirst();
  }

  void forget(long upTo) {
    flush();
    statements.update(
        "Forgetting changes",
        "DELETE FROM herald_change WHERE node_id = ? AND version <= ?",
        node.id,
        upTo);
    if (upTo > node.completeAfter) {
      node.completeAfter = upTo;
      node.dirty = true;
    }
  }

  void flush() {
    if (pending.isEmpty()) {
      return;
    }
    List<Change> changes = List.copyOf(pending);
    pending.clear();
    statements.batch(
        "Writing the change log",
        "INSERT INTO herald_change (process, changed_at, node_id, version, kind, notified, item_id,"
            + " published, publisher, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        changes,
        this::values);
  }

  private @Nullable Object[] values(Change change) {
    Item item = change.item();
    return new @Nullable Object[] {
      process,
      Columns.micros(change.at()),
      node.id,
      change.version(),
      change.kind().name(),
      change.notified(),
      change.itemId(),
      item == null ? null : Columns.micros(item.published()),
      item == null ? null : Columns.text(item.publisher()),
      item == null ? null : item.payload()
    };
  }

  private static Change read(ResultSet row) throws SQLException {
    long version = row.getLong("version");
    String itemId = row.getString("item_id");
    long published = row.getLong("published");
    boolean hasItem = !row.wasNull();
    String payload = Columns.longText(row, "payload");
    Item item =
        !hasItem || itemId == null
            ? null
            : new Item(
                itemId,
                payload == null ? "" : payload,
                Columns.jid(row.getString("publisher")),
                Columns.instant(published),
                version);
    return new Change(
        version,
        kind(row.getString("kind")),
        item,
        itemId,
        row.getBoolean("notified"),
        Columns.instant(row.getLong("changed_at")));
  }

  private static Change.Kind kind(String name) throws SQLException {
    return Columns.known(
        Arrays.stream(Change.Kind.values()).filter(kind -> kind.name().equals(name)).findFirst(),
        name);
  }
}
