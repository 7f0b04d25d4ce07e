package dev.herald.publisher.capture;

import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.capture.EntityChange.Operation;
import dev.herald.publisher.outbox.Outbox;
import dev.herald.publisher.payload.EntityFields;
import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
        Operation.INSERT);
  }

  @Override
  public void onPostUpdate(PostUpdateEvent event) {
    capture(
        event.getSession(),
        event.getPersister(),
        event.getId(),
        event.getState(),
        Operation.UPDATE);
  }

  /** A stateless session's; whether the row was there, the database does not say. */
  @Override
  public void onPostUpsert(PostUpsertEvent event) {
    capture(
        event.getSession(),
        event.getPersister(),
        event.getId(),
        event.getState(),
        Operation.UPDATE);
  }

  @Override
  public void onPostDelete(PostDeleteEvent event) {
    capture(event.getSession(), event.getPersister(), event.getId(), null, Operation.DELETE);
  }

  @Override
  public boolean requiresPostCommitHandling(EntityPersister persister) {
    return false;
  }

  private void capture(
      SharedSessionContractImplementor session,
      EntityPersister persister,
      Object id,
      @Nullable Object @Nullable [] state,
      Operation operation) {
    for (PublishedEntity entity : entities.of(persister)) {
      try {
        List<XmlElement> fields =
            state == null
                ? List.of()
                : new EntityFields(entity, metrics::countReplacedCharacters)
                    .of(persister, id, state);
        add(
            session,
            new EntityChange(
                entity, EntityFields.idText(persister, id), operation, fields, Instant.now()));
      } catch (RuntimeException | StackOverflowError | LinkageError e) {
        metrics.countFailed();
        Unwritable.log(log, operation, persister, id, e);
      }
    }
  }

  private void add(SharedSessionContractImplementor session, EntityChange change) {
    if (!session.isTransactionInProgress()) {
      // A stateless session without a transaction: each statement is committed by itself.
      outbox.addEntityChanges(List.of(change.toChange()));
      return;
    }
    TransactionChanges changes = open.get(session);
    if (changes == null) {
      changes = new TransactionChanges();
      open.put(session, changes);
      session
          .getTransactionCompletionCallbacks()
          .registerCallback((committed, ended) -> completed(ended, committed));
    }
    changes.add(change);
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
