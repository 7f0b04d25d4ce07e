package dev.herald.publisher.capture;

import dev.herald.UncommittedChange;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.Outbox;
import dev.herald.publisher.registration.PublishedEntity;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.hibernate.FlushMode;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.EventSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transactions of one session factory that have changed published entities. Thread-safe. */
final class OpenTransactions {

  private static final Logger log = LoggerFactory.getLogger(OpenTransactions.class);

  private final Supplier<Outbox> outbox;
  private final PublisherMetrics metrics;

  // Weak, should a session vanish without ending its transaction.
  private final Map<SharedSessionContractImplementor, OpenTransaction> open =
      Collections.synchronizedMap(new WeakHashMap<>());

  OpenTransactions(Supplier<Outbox> outbox, PublisherMetrics metrics) {
    this.outbox = outbox;
    this.metrics = metrics;
  }

  void add(SharedSessionContractImplementor session, List<EntityChange> changes) {
    if (!session.isTransactionInProgress()) {
      // A stateless session without a transaction: each statement is committed by itself.
      OpenTransaction alone = new OpenTransaction(outbox.get().begin());
      changes.forEach(alone::add);
      alone.flushed(session);
      alone.committed();
      return;
    }
    OpenTransaction transaction = of(session);
    changes.forEach(transaction::add);
    if (!isMoreToCome(session)) {
      transaction.flushed(session);
    }
  }

  /** Whether this is the first time in its transaction that a row cannot be read for an entity. */
  boolean isFirstFailure(
      SharedSessionContractImplementor session, PublishedEntity entity, Object id) {
    if (!session.isTransactionInProgress()) {
      return true;
    }
    return of(session).isFirstFailure(entity, id);
  }

  /** Takes what is published by hand within the transaction of a session. */
  void add(SharedSessionContractImplementor session, Change change) {
    of(session).add(change, session);
  }

  /** What would be announced of a session's transaction, were it committed now. */
  List<UncommittedChange> uncommitted(SharedSessionContractImplementor session) {
    if (session instanceof EventSource stateful
        && stateful.getHibernateFlushMode() != FlushMode.MANUAL) {
      // As the commit does it.
      stateful.flush();
    } else {
      beforeCompletion(session);
    }
    OpenTransaction transaction = open.get(session);
    return transaction == null ? List.of() : transaction.uncommitted(session);
  }

  private OpenTransaction of(SharedSessionContractImplementor session) {
    OpenTransaction transaction = open.get(session);
    return transaction == null ? begin(session) : transaction;
  }

  private OpenTransaction begin(SharedSessionContractImplementor session) {
    OpenTransaction transaction = new OpenTransaction(outbox.get().begin());
    open.put(session, transaction);
    var callbacks = session.getTransactionCompletionCallbacks();
    callbacks.registerCallback(this::beforeCompletion);
    callbacks.registerCallback((committed, ended) -> completed(ended, committed));
    return transaction;
  }

  /**
   * Whether the statement that was heard of is one of a flush, at whose end they are written, or
   * waits itself in a stateless session's batch. The insert that an id needs is neither.
   */
  private static boolean isMoreToCome(SharedSessionContractImplementor session) {
    return session instanceof EventSource stateful
        ? stateful.getPersistenceContextInternal().isFlushing()
        : session.getConfiguredJdbcBatchSize() > 1;
  }

  /** A flush has ended, if there was one. */
  void flushed(SharedSessionContractImplementor session) {
    OpenTransaction transaction = open.get(session);
    if (transaction != null) {
      transaction.flushed(session);
    }
  }

  private void beforeCompletion(SharedSessionContractImplementor session) {
    OpenTransaction transaction = open.get(session);
    if (transaction != null) {
      // The rows must be theirs already when the outbox says in which order they came.
      session.getJdbcCoordinator().executeBatch();
      transaction.flushed(session);
    }
  }

  private void completed(SharedSessionContractImplementor session, boolean committed) {
    @Nullable OpenTransaction transaction = open.remove(session);
    if (transaction == null || !committed) {
      return;
    }
    try {
      transaction.committed();
    } catch (RuntimeException e) {
      metrics.countFailed();
      log.error("The changes of a committed transaction cannot be announced", e);
    }
  }
}
