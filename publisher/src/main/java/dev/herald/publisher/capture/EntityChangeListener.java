package dev.herald.publisher.capture;

import dev.herald.Operation;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Outbox;
import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.event.spi.PostUpsertEvent;
import org.hibernate.event.spi.PostUpsertEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from Hibernate's flush what has changed, freezes it, and hands it to the outbox when the
 * transaction has been committed. Nothing that goes wrong here reaches the caller's transaction.
 *
 * <p>What a savepoint's rollback undoes is known to the database only; such changes are announced
 * when the transaction around them is committed.
 */
public final class EntityChangeListener
    implements PostInsertEventListener,
        PostUpdateEventListener,
        PostUpsertEventListener,
        PostDeleteEventListener {

  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(EntityChangeListener.class);

  private final transient PublishedEntities entities;
  private final transient Outbox outbox;
  private final transient PublisherMetrics metrics;

  // Weak, should a session vanish without ending its transaction.
  private final transient Map<SharedSessionContractImplementor, TransactionChanges> open =
      Collections.synchronizedMap(new WeakHashMap<>());

  public EntityChangeListener(PublishedEntities entities, Outbox outbox, PublisherMetrics metrics) {
    this.entities = entities;
    this.outbox = outbox;
    this.metrics = metrics;
  }

  /** Begins to listen to a session factory. */
  public void attach(SessionFactoryImplementor factory) {
    EventListenerRegistry registry = factory.getEventListenerRegistry();
    registry.appendListeners(EventType.POST_INSERT, this);
    registry.appendListeners(EventType.POST_UPDATE, this);
    registry.appendListeners(EventType.POST_UPSERT, this);
    registry.appendListeners(EventType.POST_DELETE, this);
  }

  @Override
  public void onPostInsert(PostInsertEvent event) {
    capture(
        event.getSession(),
        event.getPersister(),
        event.getId(),
        event.getState(),
        null,
        Operation.INSERT,
        Set.of());
  }

  @Override
  public void onPostUpdate(PostUpdateEvent event) {
    capture(
        event.getSession(),
        event.getPersister(),
        event.getId(),
        event.getState(),
        event.getOldState(),
        Operation.UPDATE,
        names(event.getPersister(), event.getDirtyProperties()));
  }

  /** A stateless session's; whether the row was there, the database does not say. */
  @Override
  public void onPostUpsert(PostUpsertEvent event) {
    capture(
        event.getSession(),
        event.getPersister(),
        event.getId(),
        event.getState(),
        null,
        Operation.UPDATE,
        Set.of());
  }

  @Override
  public void onPostDelete(PostDeleteEvent event) {
    @Nullable Object @Nullable [] state = event.getDeletedState();
    capture(
        event.getSession(),
        event.getPersister(),
        event.getId(),
        // A stateless session knows no other than what it was given.
        state == null ? event.getPersister().getValues(event.getEntity()) : state,
        null,
        Operation.DELETE,
        Set.of());
  }

  @Override
  public boolean requiresPostCommitHandling(EntityPersister persister) {
    return false;
  }

  /**
   * @param before the state before an update, as far as the session knows it
   */
  private void capture(
      SharedSessionContractImplementor session,
      EntityPersister persister,
      Object id,
      @Nullable Object[] state,
      @Nullable Object @Nullable [] before,
      Operation operation,
      Set<String> changed) {
    List<PublishedEntity> published = entities.of(persister);
    if (published.isEmpty()) {
      return;
    }
    boolean transaction = session.isTransactionInProgress();
    TransactionChanges changes = transaction ? of(session) : new TransactionChanges();
    for (PublishedEntity entity : published) {
      try {
        String itemId = entity.itemId(persister, id);
        String node = entity.node(persister, id, state);
        if (operation == Operation.DELETE) {
          changes.retract(entity, node, itemId, operation);
          continue;
        }
        String old = before == null ? node : entity.node(persister, id, before);
        boolean moves = !node.equals(old);
        if (moves) {
          changes.retract(entity, old, itemId, operation);
        }
        changes.publish(
            entity,
            node,
            itemId,
            operation,
            moves ? Operation.INSERT : operation,
            changed,
            (whole, all) ->
                entity.payload(
                    persister,
                    id,
                    state,
                    whole,
                    all,
                    Instant.now(),
                    metrics::countReplacedCharacters));
      } catch (RuntimeException | StackOverflowError | LinkageError e) {
        metrics.countFailed();
        Unwritable.log(log, operation, persister, id, e);
      }
    }
    if (!transaction) {
      // A stateless session without a transaction: each statement is committed by itself.
      outbox.addEntityChanges(changes.toChanges());
    }
  }

  private TransactionChanges of(SharedSessionContractImplementor session) {
    TransactionChanges changes = open.get(session);
    if (changes == null) {
      changes = new TransactionChanges();
      open.put(session, changes);
      session
          .getTransactionCompletionCallbacks()
          .registerCallback((committed, ended) -> completed(ended, committed));
    }
    return changes;
  }

  private static Set<String> names(EntityPersister persister, int @Nullable [] properties) {
    Set<String> names = new LinkedHashSet<>();
    if (properties != null) {
      Arrays.stream(properties).forEach(each -> names.add(persister.getPropertyNames()[each]));
    }
    return names;
  }

  private void completed(SharedSessionContractImplementor session, boolean committed) {
    TransactionChanges changes = open.remove(session);
    if (changes == null || !committed) {
      return;
    }
    try {
      outbox.addEntityChanges(changes.toChanges());
    } catch (RuntimeException e) {
      metrics.countFailed();
      log.error("The changes of a committed transaction cannot be announced", e);
    }
  }
}
