package dev.herald.publisher.capture;

import dev.herald.Operation;
import dev.herald.UncommittedChange;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.RowChange;
import dev.herald.publisher.outbox.TransactionOutbox;
import dev.herald.publisher.outbox.WholeOperation;
import dev.herald.publisher.registration.PublishedEntity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * What one transaction has changed of published entities. Its changes go into the outbox at the end
 * of each flush. Used by the transaction's thread only.
 */
final class OpenTransaction {

  private record Row(String node, String itemId) {}

  private record Told(Operation cause, Set<String> changed) {}

  private final TransactionOutbox outbox;
  private final Map<Row, EntityChange> flushing = new LinkedHashMap<>();

  /** What the flushes before have done. */
  private final Map<Row, Told> told = new HashMap<>();

  private record Failed(PublishedEntity entity, Object id) {}

  private final Set<Failed> failed = new HashSet<>();

  OpenTransaction(TransactionOutbox outbox) {
    this.outbox = outbox;
  }

  /** Takes a change of the flush that goes on; what it has done to one row becomes one change. */
  void add(EntityChange change) {
    Row row = new Row(change.node(), change.itemId());
    EntityChange before = flushing.remove(row);
    EntityChange both = before == null ? change : before.then(change);
    if (both != null) {
      flushing.put(row, both);
    }
  }

  /**
   * The flush has ended.
   *
   * @throws org.hibernate.JDBCException when the outbox cannot be written: then the transaction
   *     must not be committed, since nobody would be told of it
   */
  void flushed(SharedSessionContractImplementor session) {
    if (flushing.isEmpty()) {
      return;
    }
    List<RowChange> announced = new ArrayList<>(flushing.size());
    List<RowChange> withdrawn = new ArrayList<>();
    flushing.forEach((row, change) -> sort(row, change, announced, withdrawn));
    flushing.clear();
    try {
      outbox.flushed(announced, withdrawn, connection(session));
    } catch (SQLException e) {
      throw session
          .getJdbcServices()
          .getSqlExceptionHelper()
          .convert(e, "Herald's outbox cannot be written, so that nothing of this is committed");
    }
  }

  /** A row has several events in a flush, one for each collection, that fail alike. */
  boolean isFirstFailure(PublishedEntity entity, Object id) {
    return failed.add(new Failed(entity, id));
  }

  /** What a transaction does to a row is taken as one, and either published or not. */
  private void sort(
      Row row, EntityChange change, List<RowChange> announced, List<RowChange> withdrawn) {
    Told before = told.remove(row);
    Operation cause = WholeOperation.of(before == null ? null : before.cause, change.cause());
    Set<String> changed = new LinkedHashSet<>(change.changed());
    if (before != null) {
      changed.addAll(before.changed);
    }
    if (cause != null) {
      told.put(row, new Told(cause, changed));
    }
    // Of an insert that is taken back, the insert may have been told.
    boolean tells = change.entity().publishes(cause == null ? Operation.INSERT : cause);
    (tells ? announced : withdrawn).add(change.with(changed));
  }

  /** Takes what is published by hand. */
  void add(Change change, SharedSessionContractImplementor session) {
    outbox.add(change, connection(session));
  }

  List<UncommittedChange> uncommitted(SharedSessionContractImplementor session) {
    try {
      return outbox.uncommitted(connection(session));
    } catch (SQLException e) {
      throw session
          .getJdbcServices()
          .getSqlExceptionHelper()
          .convert(e, "Herald's outbox cannot be read");
    }
  }

  private static Connection connection(SharedSessionContractImplementor session) {
    return session.getJdbcCoordinator().getLogicalConnection().getPhysicalConnection();
  }

  void committed() {
    outbox.committed();
  }
}
