package dev.herald.spring;

import dev.herald.publisher.TransactionBinding;
import java.util.Map;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What is published by hand within a Spring transaction leaves after its commit. */
final class SpringTransactions implements TransactionBinding {

  /** The one that Spring's transaction manager for JPA, or for Hibernate, has begun. */
  @Override
  public @Nullable SharedSessionContractImplementor session(SessionFactoryImplementor factory) {
    for (Map.Entry<Object, Object> bound :
        TransactionSynchronizationManager.getResourceMap().entrySet()) {
      // Spring's proxy of the factory is the key, and does not equal the factory.
      if (bound.getValue() instanceof EntityManagerHolder holder
          && holder.getEntityManager() instanceof SharedSessionContractImplementor session
          && session.getFactory() == factory
          && session.isTransactionInProgress()) {
        return session;
      }
    }
    return null;
  }

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
