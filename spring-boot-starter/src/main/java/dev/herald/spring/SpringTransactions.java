package dev.herald.spring;

import dev.herald.publisher.TransactionBinding;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What is published by hand within a Spring transaction leaves after its commit. */
final class SpringTransactions implements TransactionBinding {

  @Override
  public boolean afterCommit(Runnable action) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()
        || !TransactionSynchronizationManager.isActualTransactionActive()) {
      return false;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            // Not afterCommit: an exception of another listener there would keep it from us.
            if (status == STATUS_COMMITTED) {
              action.run();
            }
          }
        });
    return true;
  }
}
