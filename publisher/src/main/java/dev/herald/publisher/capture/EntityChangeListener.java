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
import java.util.function.BiConsumer;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.AbstractPostDatabaseOperationEvent;
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
    saved(event, event.getState(), null, Operation.INSERT, Set.of());
  }

  @Override
  public void onPostUpdate(PostUpdateEvent event) {
    saved(
        event,
        event.getState(),
        event.getOldState(),
        Operation.UPDATE,
        changed(event.getPersister(), event.getState(), event.getDirtyProperties()));
  }

  /** A stateless session's; whether the row was there, the database does not say. */
  @Override
  public void onPostUpsert(PostUpsertEvent event) {
    saved(event, event.getState(), null, Operation.UPDATE, Set.of());
  }

  @Override
  public void onPostDelete(PostDeleteEvent event) {
    EntityPersister persister = event.getPersister();
    Object id = event.getId();
    capture(
        event,
        Operation.DELETE,
        (entity, changes) ->
            changes.retract(
                entity, node(entity, event), entity.itemId(persister, id), Operation.DELETE));
  }

  @Override
  public boolean requiresPostCommitHandling(EntityPersister persister) {
    return false;
  }

  /**
   * @param before the state before an update, as far as the session knows it
   */
  private void saved(
      AbstractPostDatabaseOperationEvent event,
      @Nullable Object[] state,
      @Nullable Object @Nullable [] before,
      Operation operation,
      Set<String> changed) {
    EntityPersister persister = event.getPersister();
    Object id = event.getId();
    capture(
        event,
        operation,
        (entity, changes) -> {
          String itemId = entity.itemId(persister, id);
          String node = entity.node(persister, id, state);
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
        });
  }

  /** The node that a row is deleted from. */
  private static String node(PublishedEntity entity, PostDeleteEvent event) {
    if (entity.hasFixedNode()) {
      return entity.node();
    }
    EntityPersister persister = event.getPersister();
    @Nullable Object @Nullable [] state = event.getDeletedState();
    // A stateless session knows no other than what it was given.
    return entity.node(
        persister, event.getId(), state == null ? persister.getValues(event.getEntity()) : state);
  }

  private void capture(
      AbstractPostDatabaseOperationEvent event,
      Operation operation,
      BiConsumer<PublishedEntity, TransactionChanges> change) {
    List<PublishedEntity> published = entities.of(event.getPersister());
    if (published.isEmpty()) {
      return;
    }
    boolean transaction = event.getSession().isTransactionInProgress();
    TransactionChanges changes = transaction ? of(event.getSession()) : new TransactionChanges();
    for (PublishedEntity entity : published) {
      try {
        change.accept(entity, changes);
      } catch (RuntimeException | StackOverflowError | LinkageError e) {
        metrics.countFailed();
        Unwritable.log(log, operation, event.getPersister(), event.getId(), e);
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

  /** The attributes that an update changes; empty when the session does not know. */
  private static Set<String> changed(
      EntityPersister persister, @Nullable Object[] state, int @Nullable [] dirty) {
    Set<String> changed = new LinkedHashSet<>();
    if (dirty != null) {
      String[] names = persister.getPropertyNames();
      Arrays.stream(dirty).forEach(each -> changed.add(names[each]));
      // What is put into a collection does not make it dirty for the entity.
      for (int i = 0; i < names.length; i++) {
        if (state[i] instanceof PersistentCollection<?> collection && collection.isDirty()) {
          changed.add(names[i]);
        }
      }
    }
    return changed;
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
