package dev.herald.publisher;

import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** The port to the application's transactions, for what is published by hand. */
@FunctionalInterface
public interface TransactionBinding {

  /** No transactions: what is published leaves at once. */
  TransactionBinding NONE = action -> false;

  /**
   * Runs the action after the commit of the transaction that the calling thread is in, and never
   * after a rollback.
   *
   * @return false when the thread is in no transaction; then the action is not run
   */
  boolean afterCommit(Runnable action);

  /**
   * The session of a factory that is in the calling thread's transaction, so that what is published
   * by hand can be a part of it; null when there is none.
   */
  default @Nullable SharedSessionContractImplementor session(SessionFactoryImplementor factory) {
    return null;
  }
}
