package dev.herald.publisher.capture;

import dev.herald.publisher.outbox.RowChange;
import dev.herald.publisher.outbox.TransactionOutbox;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * What one transaction has changed of published entities. Its changes go into the outbox at the end
 * of each flush. Used by the transaction's thread only.
 */
final class OpenTransaction {

  private record Row(String node, String itemId) {}

  private final TransactionOutbox outbox;
  private final Map<Row, EntityChange> flushing = new LinkedHashMap<>();

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
    List<RowChange> changes = List.copyOf(flushing.values());
    flushing.clear();
    try {
      outbox.flushed(
          changes, session.getJdbcCoordinator().getLogicalConnection().getPhysicalConnection());
    } catch (SQLException e) {
      throw session
          .getJdbcServices()
          .getSqlExceptionHelper()
          .convert(e, "Herald's outbox cannot be written, so that nothing of this is committed");
    }
  }

  void committed() {
    outbox.committed();
  }
}
