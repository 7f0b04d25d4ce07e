package dev.herald.publisher.bulk;

import dev.herald.publisher.registration.PublishedEntity;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks once for each entity, after the commit of all that a transaction has done to it, that its
 * rows are read again; at once where there is no transaction, and never after a rollback.
 */
public final class AfterCommit implements BulkListener {

  private static final Logger log = LoggerFactory.getLogger(AfterCommit.class);

  /** What one transaction has changed; used by its thread only. */
  private static final class Changed {
    final Set<PublishedEntity> entities = new LinkedHashSet<>();
    int statements;
  }

  private final Consumer<PublishedEntity> refetch;

  // Weak, should a session vanish without ending its transaction.
  private final Map<SharedSessionContractImplementor, Changed> open =
      Collections.synchronizedMap(new WeakHashMap<>());

  public AfterCommit(Consumer<PublishedEntity> refetch) {
    this.refetch = refetch;
  }

  @Override
  public void noticed(
      SharedSessionContractImplementor session, Set<PublishedEntity> entities, String sql) {
    if (!session.isTransactionInProgress()) {
      entities.forEach(this::ask);
      return;
    }
    Changed changed = open.computeIfAbsent(session, its -> new Changed());
    changed.entities.addAll(entities);
    // Of these callbacks the last one counts: what was flushed before a statement has reached the
    // outbox by then, and is not announced after the rows as the statement has left them.
    int number = ++changed.statements;
    session
        .getTransactionCompletionCallbacks()
        .registerCallback((committed, ended) -> completed(ended, committed, number));
  }

  private void completed(SharedSessionContractImplementor session, boolean committed, int number) {
    Changed changed = open.get(session);
    if (changed == null || number < changed.statements) {
      return;
    }
    open.remove(session);
    if (committed) {
      changed.entities.forEach(this::ask);
    }
  }

  private void ask(PublishedEntity entity) {
    try {
      refetch.accept(entity);
    } catch (RuntimeException e) {
      // The statement is committed: there is nobody left who could be told by an exception.
      log.error(
          "What a bulk statement has done to {} cannot be announced; republish it",
          entity.name(),
          e);
    }
  }
}
