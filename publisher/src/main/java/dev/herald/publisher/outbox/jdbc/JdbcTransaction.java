package dev.herald.publisher.outbox.jdbc;

import dev.herald.Operation;
import dev.herald.UncommittedChange;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.RowChange;
import dev.herald.publisher.outbox.TransactionOutbox;
import dev.herald.publisher.outbox.WholeOperation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes rows in the transaction that has made the changes, so that a rollback undoes both, of a
 * savepoint too. What the memory has of rows that were written is therefore a guess that each
 * statement checks.
 */
final class JdbcTransaction implements TransactionOutbox {

  private record Item(String node, String id) {}

  private record Written(long id, Operation operation) {}

  private final Consumer<String> onCommit;
  private final Map<Item, Written> written = new HashMap<>();
  private final List<Long> byHand = new ArrayList<>();
  private final Set<String> nodes = new LinkedHashSet<>();

  JdbcTransaction(Consumer<String> onCommit) {
    this.onCommit = onCommit;
  }

  @Override
  public void flushed(List<RowChange> announced, List<RowChange> withdrawn, Connection transaction)
      throws SQLException {
    OutboxWriter writer = new OutboxWriter(transaction);
    for (RowChange change : withdrawn) {
      Written before = written.remove(item(change));
      if (before != null) {
        writer.delete(before.id());
      }
    }
    List<RowChange> added = new ArrayList<>(announced.size());
    for (RowChange change : announced) {
      nodes.add(change.node());
      Written before = written.get(item(change));
      if (before == null || !replace(writer, before, change)) {
        added.add(change);
      }
    }
    add(writer, added);
  }

  @Override
  public void add(Change change, Connection transaction) {
    try {
      byHand.add(new OutboxWriter(transaction).insert(change));
    } catch (SQLException e) {
      throw new OutboxException("Writing to the outbox", e);
    }
    nodes.add(change.node());
  }

  @Override
  public List<UncommittedChange> uncommitted(Connection transaction) throws SQLException {
    List<Long> ids = new ArrayList<>(byHand);
    written.values().forEach(row -> ids.add(row.id()));
    return new OutboxWriter(transaction).read(ids);
  }

  @Override
  public void committed() {
    nodes.forEach(onCommit);
  }

  private void add(OutboxWriter writer, List<RowChange> added) throws SQLException {
    List<Long> ids =
        writer.insert(
            added.stream().map(c -> c.toChange(c.operation())).toList(),
            added.stream().map(RowChange::operation).toList());
    for (int i = 0; i < ids.size(); i++) {
      RowChange change = added.get(i);
      written.put(item(change), new Written(ids.get(i), change.operation()));
    }
  }

  /** Whether the row that was written before is there, and was brought up to date. */
  private boolean replace(OutboxWriter writer, Written guess, RowChange change)
      throws SQLException {
    Written before = guess;
    while (true) {
      Operation whole = WholeOperation.of(before.operation(), change.operation());
      boolean replaced =
          whole == null
              ? writer.delete(before.id(), before.operation())
              : writer.replace(before.id(), before.operation(), change.toChange(whole), whole);
      if (replaced) {
        if (whole == null) {
          written.remove(item(change));
        } else {
          written.put(item(change), new Written(before.id(), whole));
        }
        return true;
      }
      // A savepoint's rollback has brought back what was there before, or nothing.
      Operation now = writer.operation(before.id());
      if (now == null) {
        written.remove(item(change));
        return false;
      }
      before = new Written(before.id(), now);
    }
  }

  private static Item item(RowChange change) {
    return new Item(change.node(), change.itemId());
  }
}
