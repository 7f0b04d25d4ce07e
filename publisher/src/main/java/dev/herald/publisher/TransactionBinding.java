package dev.herald.publisher;

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
}
