package dev.herald.publisher.outbox.jdbc;

import dev.herald.Operation;
import dev.herald.UncommittedChange;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.RowChange;
import dev.herald.publisher.outbox.TransactionOutbox;
import dev.herald.publisher.outbox.WholeOperation;
import dev.herald.publisher.outbox.jdbc.OutboxWriter.Replacement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows in the transaction that has made the changes, so that a rollback undoes both, of a
 * savepoint too. What the memory has of rows that were written is therefore a guess that each
 * statement checks.
 */
final class JdbcTransaction implements TransactionOutbox {

  private record Item(String node, String id) {}

  private record Written(long id, Operation operation) {}

  /** Told of each node whose rows a transaction has changed, after its commit. */
  interface CommitListener {
    /**
     * Rows of a node are committed.
     *
     * @param parked whether some of them are parked, as they could not be written
     */
    void committed(String node, boolean parked);
  }

  private final CommitListener onCommit;
  private final Map<Item, Written> written = new HashMap<>();
  private final List<Long> byHand = new ArrayList<>();
  private final Map<String, Boolean> parkedByNode = new LinkedHashMap<>();

  JdbcTransaction(CommitListener onCommit) {
    this.onCommit = onCommit;
  }

  @Override
  public void flushed(List<RowChange> announced, List<RowChange> withdrawn, Connection transaction)
      throws SQLException {
    OutboxWriter writer = new OutboxWriter(transaction);
    withdraw(writer, withdrawn);
    List<RowChange> added = new ArrayList<>(announced.size());
    List<RowChange> again = new ArrayList<>();
    for (RowChange change : announced) {
      parkedByNode.putIfAbsent(change.node(), false);
      (written.containsKey(item(change)) ? again : added).add(change);
    }
    replace(writer, again, added);
    add(writer, added);
  }

  @Override
  public void add(Change change, Connection transaction) {
    try {
      byHand.add(new OutboxWriter(transaction).insert(change));
    } catch (SQLException e) {
      throw new OutboxException("Writing to the outbox", e);
    }
    parkedByNode.putIfAbsent(change.node(), false);
  }

  @Override
  public List<UncommittedChange> uncommitted(Connection transaction) throws SQLException {
    List<Long> ids = new ArrayList<>(byHand);
    written.values().forEach(row -> ids.add(row.id()));
    return new OutboxWriter(transaction).read(ids);
  }

  @Override
  public void committed() {
    parkedByNode.forEach(onCommit::committed);
  }

  private void withdraw(OutboxWriter writer, List<RowChange> withdrawn) throws SQLException {
    List<Long> ids = new ArrayList<>();
    for (RowChange change : withdrawn) {
      Written before = written.remove(item(change));
      if (before != null) {
        ids.add(before.id());
      }
    }
    writer.delete(ids);
  }

  private void add(OutboxWriter writer, List<RowChange> added) throws SQLException {
    WriteBatch batch = new WriteBatch();
    for (RowChange change : added) {
      if (batch.add(change, written(change, change.operation()))) {
        insert(writer, batch);
      }
    }
    insert(writer, batch);
  }

  private void insert(OutboxWriter writer, WriteBatch batch) throws SQLException {
    List<RowChange> rows = batch.rows();
    List<Long> ids =
        writer.insert(batch.changes(), rows.stream().map(RowChange::operation).toList());
    for (int i = 0; i < ids.size(); i++) {
      written.put(item(rows.get(i)), new Written(ids.get(i), rows.get(i).operation()));
    }
    batch.clear();
  }

  /** Brings rows up to date that were written before; those that are gone are added. */
  private void replace(OutboxWriter writer, List<RowChange> again, List<RowChange> added)
      throws SQLException {
    WriteBatch batch = new WriteBatch();
    List<RowChange> vanishing = new ArrayList<>();
    for (RowChange change : again) {
      Operation whole = whole(change);
      if (whole == null) {
        vanishing.add(change);
      } else if (batch.add(change, written(change, whole))) {
        update(writer, batch, added);
      }
    }
    update(writer, batch, added);
    List<Replacement> removed = new ArrayList<>(vanishing.size());
    for (RowChange change : vanishing) {
      Written before = before(change);
      removed.add(new Replacement(before.id(), before.operation(), null, null));
    }
    check(writer, vanishing, removed, writer.remove(removed), added);
  }

  private void update(OutboxWriter writer, WriteBatch batch, List<RowChange> added)
      throws SQLException {
    List<RowChange> rows = batch.rows();
    List<Change> changes = batch.changes();
    List<Replacement> replacements = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      Written before = before(rows.get(i));
      replacements.add(
          new Replacement(before.id(), before.operation(), whole(rows.get(i)), changes.get(i)));
    }
    check(writer, rows, replacements, writer.replace(replacements), added);
    batch.clear();
  }

  /** Remembers what has been written, and does one by one what was not as it had been guessed. */
  private void check(
      OutboxWriter writer,
      List<RowChange> rows,
      List<Replacement> replacements,
      boolean[] done,
      List<RowChange> added)
      throws SQLException {
    for (int i = 0; i < done.length; i++) {
      RowChange change = rows.get(i);
      if (done[i]) {
        remember(change, replacements.get(i));
      } else if (!replace(writer, change)) {
        added.add(change);
      }
    }
  }

  /**
   * A savepoint's rollback has brought back what was there before, or nothing: whether there is a
   * row, which was brought up to date then.
   */
  private boolean replace(OutboxWriter writer, RowChange change) throws SQLException {
    while (true) {
      long id = before(change).id();
      Operation now = writer.operation(id);
      if (now == null) {
        written.remove(item(change));
        return false;
      }
      Operation whole = WholeOperation.of(now, change.operation());
      Replacement replacement =
          new Replacement(id, now, whole, whole == null ? null : written(change, whole));
      boolean[] done =
          whole == null
              ? writer.remove(List.of(replacement))
              : writer.replace(List.of(replacement));
      if (done[0]) {
        remember(change, replacement);
        return true;
      }
    }
  }

  private Change written(RowChange change, Operation whole) {
    Change payload = change.toChange(whole);
    if (payload instanceof Change.Unwritable) {
      parkedByNode.put(change.node(), true);
    }
    return payload;
  }

  private void remember(RowChange change, Replacement replacement) {
    if (replacement.whole() == null) {
      written.remove(item(change));
    } else {
      written.put(item(change), new Written(replacement.id(), replacement.whole()));
    }
  }

  private @Nullable Operation whole(RowChange change) {
    return WholeOperation.of(before(change).operation(), change.operation());
  }

  private Written before(RowChange change) {
    return Objects.requireNonNull(written.get(item(change)), "not written");
  }

  private static Item item(RowChange change) {
    return new Item(change.node(), change.itemId());
  }
}
