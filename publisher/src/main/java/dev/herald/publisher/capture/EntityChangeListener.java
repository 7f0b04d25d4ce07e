package dev.herald.publisher.capture;

import dev.herald.Operation;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Outbox;
import dev.herald.publisher.payload.EntityFields;
import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
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
 * Hears from Hibernate's flush what has changed, and hands it to the transaction's outbox when the
 * flush ends. An entity that cannot be written does not reach the caller; an outbox that cannot be
 * written does, since the transaction would otherwise be committed and nobody told.
 */
public final class EntityChangeListener
    implements PostInsertEventListener,
        PostUpdateEventListener,
        PostUpsertEventListener,
        PostDeleteEventListener {

  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(EntityChangeListener.class);

  private final transient PublishedEntities entities;
  private final transient OpenTransactions transactions;
  private final transient PublisherMetrics metrics;

  private EntityChangeListener(
      PublishedEntities entities, OpenTransactions transactions, PublisherMetrics metrics) {
    this.entities = entities;
    this.transactions = transactions;
    this.metrics = metrics;
  }

  /**
   * Begins to listen to a session factory.
   *
   * @param outbox asked for when the first published entity changes
   */
  public static void attach(
      SessionFactoryImplementor factory,
      PublishedEntities entities,
      Supplier<Outbox> outbox,
      PublisherMetrics metrics) {
    OpenTransactions transactions = new OpenTransactions(outbox, metrics);
    EntityChangeListener changes = new EntityChangeListener(entities, transactions, metrics);
    CollectionChangeListener collections = new CollectionChangeListener(changes);
    FlushListener flushes = new FlushListener(transactions);
    EventListenerRegistry registry = factory.getEventListenerRegistry();
    registry.appendListeners(EventType.POST_INSERT, changes);
    registry.appendListeners(EventType.POST_UPDATE, changes);
    registry.appendListeners(EventType.POST_UPSERT, changes);
    registry.appendListeners(EventType.POST_DELETE, changes);
    registry.appendListeners(EventType.POST_COLLECTION_UPDATE, collections);
    registry.appendListeners(EventType.POST_COLLECTION_RECREATE, collections);
    registry.appendListeners(EventType.POST_COLLECTION_REMOVE, collections);
    registry.appendListeners(EventType.FLUSH, flushes);
    registry.appendListeners(EventType.AUTO_FLUSH, flushes);
  }

  @Override
  public void onPostInsert(PostInsertEvent event) {
    capture(
        event.getSession(),
        event.getPersister(),
        event.getId(),
        event::getState,
        Set.of(),
        Operation.INSERT);
  }

  @Override
  public void onPostUpdate(PostUpdateEvent event) {
    capture(
        event.getSession(),
        event.getPersister(),
        event.getId(),
        event::getState,
        changed(event.getPersister(), event.getDirtyProperties()),
        Operation.UPDATE);
  }

  private static Set<String> changed(EntityPersister persister, int @Nullable [] dirty) {
    Set<String> names = new HashSet<>();
    if (dirty != null) {
      for (int property : dirty) {
        names.add(persister.getPropertyNames()[property]);
      }
    }
    return names;
  }

  /** A stateless session's; whether the row was there, the database does not say. */
  @Override
  public void onPostUpsert(PostUpsertEvent event) {
    capture(
        event.getSession(),
        event.getPersister(),
        event.getId(),
        event::getState,
        Set.of(),
        Operation.UPDATE);
  }

  @Override
  public void onPostDelete(PostDeleteEvent event) {
    capture(
        event.getSession(),
        event.getPersister(),
        event.getId(),
        () -> null,
        Set.of(),
        Operation.DELETE);
  }

  @Override
  public boolean requiresPostCommitHandling(EntityPersister persister) {
    return false;
  }

  void capture(
      SharedSessionContractImplementor session,
      EntityPersister persister,
      Object id,
      Supplier<@Nullable Object @Nullable []> state,
      Set<String> changed,
      Operation operation) {
    for (PublishedEntity entity : entities.of(persister)) {
      EntityChange change;
      try {
        change =
            new EntityChange(
                entity,
                entity.node(),
                EntityFields.idText(persister, id),
                persister,
                id,
                state.get(),
                changed,
                operation,
                Instant.now(),
                metrics);
      } catch (RuntimeException | StackOverflowError | LinkageError e) {
        metrics.countFailed();
        Unwritable.log(log, operation, persister, id, e);
        continue;
      }
      transactions.add(session, change);
    }
  }
}
