package dev.herald.publisher.outbox.memory;

import dev.herald.Operation;
import dev.herald.UncommittedChange;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.RowChange;
import dev.herald.publisher.outbox.TransactionOutbox;
import dev.herald.publisher.outbox.WholeOperation;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps what a transaction has changed until it is committed. What a savepoint's rollback undoes is
 * known to the database only; it is announced nevertheless.
 */
final class MemoryTransaction implements TransactionOutbox {

  private record Row(String node, String itemId) {}

  private record Flushed(Operation operation, Change change) {}

  private final MemoryOutbox outbox;
  private final Map<Row, Flushed> rows = new LinkedHashMap<>();
  private final List<Change> byHand = new ArrayList<>();

  MemoryTransaction(MemoryOutbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void flushed(
      List<RowChange> announced, List<RowChange> withdrawn, Connection transaction) {
    withdrawn.forEach(change -> rows.remove(new Row(change.node(), change.itemId())));
    for (RowChange change : announced) {
      // The last flush of a row says where in the order it stands.
      Flushed before = rows.remove(new Row(change.node(), change.itemId()));
      Operation whole =
          WholeOperation.of(before == null ? null : before.operation(), change.operation());
      if (whole != null) {
        rows.put(
            new Row(change.node(), change.itemId()), new Flushed(whole, change.toChange(whole)));
      }
    }
  }

  @Override
  public void add(Change change, Connection transaction) {
    byHand.add(change);
  }

  @Override
  public List<UncommittedChange> uncommitted(Connection transaction) {
    List<UncommittedChange> all = new ArrayList<>();
    for (Flushed row : rows.values()) {
      all.add(uncommitted(row.change(), row.operation().name().toLowerCase(Locale.ROOT)));
    }
    for (Change change : byHand) {
      if (change instanceof Change.Refetch) {
        // What it will find is not known.
        continue;
      }
      all.add(uncommitted(change, change instanceof Change.Retract ? "retract" : "publish"));
    }
    return all;
  }

  private static UncommittedChange uncommitted(Change change, String operation) {
    return new UncommittedChange(
        change.node(),
        change.itemId(),
        operation,
        change instanceof Change.Publish publish ? publish.payload().xml() : null,
        change instanceof Change.Unwritable unwritable ? unwritable.why() : null);
  }

  @Override
  public void committed() {
    outbox.addEntityChanges(rows.values().stream().map(Flushed::change).toList());
    byHand.forEach(outbox::addCommitted);
  }
}
