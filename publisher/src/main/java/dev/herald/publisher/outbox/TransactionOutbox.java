package dev.herald.publisher.outbox;

import dev.herald.UncommittedChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What one transaction puts into the outbox, one change a row however often it is flushed. Used by
 * the transaction's thread only.
 */
public interface TransactionOutbox {

  /**
   * Takes what a flush has changed, at its end.
   *
   * @param announced what is to be told, if it is committed
   * @param withdrawn what is not to be told, nor what was said of the same rows before
   * @param transaction the transaction's own connection
   */
  void flushed(List<RowChange> announced, List<RowChange> withdrawn, Connection transaction)
      throws SQLException;

  /**
   * Takes what is published by hand within the transaction.
   *
   * @throws IllegalStateException when it cannot be written
   */
  void add(Change change, Connection transaction);

  /** What would be announced were the transaction committed now, in its order. */
  List<UncommittedChange> uncommitted(Connection transaction) throws SQLException;

  /** The transaction is committed: what it has put in is announced. Does not throw. */
  void committed();
}
