package dev.herald.publisher.bulk;

import org.hibernate.engine.spi.SharedSessionContractImplementor;

/** Told of statements that may change tables. */
@FunctionalInterface
interface StatementListener {

  /**
   * A statement is about to be executed, and is not when this throws.
   *
   * @return what is to be done once it has been executed
   */
  Runnable executing(SharedSessionContractImplementor session, BulkStatement statement);
}
