package dev.herald.publisher.outbox.jdbc;

import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.RowChange;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes that are written at once: enough to save ways to the database, and no more than fit into
 * memory, as a flush may have as many as it likes.
 */
final class WriteBatch {

  static final int ROWS = 500;

  /** In characters of payload. */
  private static final int SIZE = 1_000_000;

  private final List<RowChange> rows = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private int size;

  /** Whether it is full now. */
  boolean add(RowChange row, Change change) {
    rows.add(row);
    changes.add(change);
    size += change instanceof Change.Publish publish ? publish.payload().xml().length() : 0;
    return rows.size() >= ROWS || size >= SIZE;
  }

  List<RowChange> rows() {
    return rows;
  }

  List<Change> changes() {
    return changes;
  }

  void clear() {
    rows.clear();
    changes.clear();
    size = 0;
  }
}
