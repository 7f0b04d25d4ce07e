package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Item;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** The version before the first change by others that had not been seen. */
  long heardUpTo(SequenceGaps.Seen seen) {
    Unseen first = firstUnseen(seen);
    if (first == null) {
      // An empty log says nothing of what was in it, which most often has only grown too old.
      return node.node.version();
    }
    long upTo = first.version - 1;
    // When nothing has been seen of what is left, then perhaps neither of what was dropped before.
    boolean all = upTo > 0 && upTo == node.completeAfter;
    return all && mayHaveLost(seen, first.seq) ? upTo - 1 : upTo;
  }

  private record Unseen(long seq, long version) {}

  private @Nullable Unseen firstUnseen(SequenceGaps.Seen seen) {
    return statements
        .query(
            "Reading changes",
            "SELECT seq, version FROM herald_change WHERE node_id = ? AND seq > ? AND process <> ?"
                + " ORDER BY seq",
            row -> new Unseen(row.getLong("seq"), row.getLong("version")),
            node.id,
            seen.complete(),
            process)
        .stream()
        .filter(row -> !seen.has(row.seq))
        .findFirst()
        .orElse(null);
  }

  /**
   * Whether changes may have come and been dropped since then: they would have taken numbers before
   * this one that are not there any more. Else what was dropped is older, as at a node that changes
   * less often than changes are kept.
   */
  private boolean mayHaveLost(SequenceGaps.Seen seen, long seq) {
    long between = seq - seen.highest() - 1;
    // A number that was passed over then was under way, as what came before it may have been.
    return between < 0
        || between
            > statements.count(
                "Reading changes",
                "SELECT COUNT(*) FROM herald_change WHERE seq > ? AND seq < ?",
                seen.highest(),
                seq);
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
