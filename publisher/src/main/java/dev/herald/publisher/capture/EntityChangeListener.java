package dev.herald.publisher.capture;

import dev.herald.Operation;
import dev.herald.UncommittedChange;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.Outbox;
import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistrationException;
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
  private final transient NodesBefore nodesBefore;
  private final transient PublisherMetrics metrics;

  private EntityChangeListener(
      PublishedEntities entities,
      OpenTransactions transactions,
      NodesBefore nodesBefore,
      PublisherMetrics metrics) {
    this.entities = entities;
    this.transactions = transactions;
    this.nodesBefore = nodesBefore;
    this.metrics = metrics;
  }

  /**
   * Begins to listen to a session factory.
   *
   * @param outbox asked for when the first published entity changes
   * @throws IllegalStateException when another publisher has listened to it, be it closed or not
   */
  public static EntityChangeListener attach(
      SessionFactoryImplementor factory,
      PublishedEntities entities,
      Supplier<Outbox> outbox,
      PublisherMetrics metrics) {
    OpenTransactions transactions = new OpenTransactions(outbox, metrics);
    NodesBefore nodesBefore = new NodesBefore(entities);
    EntityChangeListener changes =
        new EntityChangeListener(entities, transactions, nodesBefore, metrics);
    CollectionChangeListener collections = new CollectionChangeListener(changes);
    FlushListener flushes = new FlushListener(transactions);
    EventListenerRegistry registry = factory.getEventListenerRegistry();
    try {
      nodesBefore.attach(registry);
      registry.appendListeners(EventType.POST_INSERT, changes);
    } catch (EventListenerRegistrationException e) {
      throw new IllegalStateException(
          "The session factory '%s' has a publisher already, and Hibernate keeps its listeners: use that one, or build another factory"
              .formatted(factory.getName()),
          e);
    }
    registry.appendListeners(EventType.POST_UPDATE, changes);
    registry.appendListeners(EventType.POST_UPSERT, changes);
    registry.appendListeners(EventType.POST_DELETE, changes);
    registry.appendListeners(EventType.POST_COLLECTION_UPDATE, collections);
    registry.appendListeners(EventType.POST_COLLECTION_RECREATE, collections);
    registry.appendListeners(EventType.POST_COLLECTION_REMOVE, collections);
    registry.appendListeners(EventType.FLUSH, flushes);
    registry.appendListeners(EventType.AUTO_FLUSH, flushes);
    return changes;
  }

  /**
   * Takes what is published by hand, as a part of the transaction that a session is in.
   *
   * @throws IllegalStateException when the outbox cannot be written
   */
  public void add(SharedSessionContractImplementor session, Change change) {
    transactions.add(session, change);
  }

  /**
   * Flushes, and says what would be announced of the session's transaction if it were committed.
   */
  public List<UncommittedChange> uncommitted(SharedSessionContractImplementor session) {
    return transactions.uncommitted(session);
  }

  @Override
  public void onPostInsert(PostInsertEvent event) {
    saved(
        event.getSession(),
        new Row(event.getPersister(), event.getId()),
        event.getState(),
        null,
        Operation.INSERT,
        Set.of());
  }

  @Override
  public void onPostUpdate(PostUpdateEvent event) {
    saved(
        event.getSession(),
        new Row(event.getPersister(), event.getId()),
        event.getState(),
        event.getOldState(),
        Operation.UPDATE,
        changed(event.getPersister(), event.getDirtyProperties()));
  }

  private static Set<String> changed(EntityPersister persister, int @Nullable [] dirty) {
    Set<String> names = new LinkedHashSet<>();
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
    saved(
        event.getSession(),
        new Row(event.getPersister(), event.getId()),
        event.getState(),
        null,
        Operation.UPDATE,
        Set.of());
  }

  /** A collection of an entity that is in a session has changed. */
  void collectionChanged(
      SharedSessionContractImplementor session,
      EntityPersister persister,
      Object id,
      Object owner,
      String attribute) {
    saved(
        session,
        new Row(persister, id),
        persister.getValues(owner),
        null,
        Operation.UPDATE,
        Set.of(attribute));
  }

  @Override
  public void onPostDelete(PostDeleteEvent event) {
    Row row = new Row(event.getPersister(), event.getId());
    capture(
        event.getSession(),
        row,
        Operation.DELETE,
        entity ->
            List.of(
                change(
                    entity,
                    node(entity, event),
                    row,
                    null,
                    Operation.DELETE,
                    Operation.DELETE,
                    Set.of())));
  }

  /** The node that a row is deleted from. */
  private String node(PublishedEntity entity, PostDeleteEvent event) {
    if (entity.hasFixedNode()) {
      return entity.node();
    }
    String known = nodesBefore.of(event.getSession(), entity, event.getId());
    if (known != null) {
      nodesBefore.written(event.getSession(), entity, event.getId(), null);
      return known;
    }
    EntityPersister persister = event.getPersister();
    @Nullable Object @Nullable [] state = event.getDeletedState();
    return entity.node(
        persister, event.getId(), state == null ? persister.getValues(event.getEntity()) : state);
  }

  @Override
  public boolean requiresPostCommitHandling(EntityPersister persister) {
    return false;
  }

  private record Row(EntityPersister persister, Object id) {}

  /**
   * A row is there, or there again.
   *
   * @param before the state before an update, as far as the session knows it
   */
  private void saved(
      SharedSessionContractImplementor session,
      Row row,
      @Nullable Object[] state,
      @Nullable Object @Nullable [] before,
      Operation operation,
      Set<String> changed) {
    capture(
        session,
        row,
        operation,
        entity -> {
          String node = entity.node(row.persister, row.id, state);
          String old = nodeBefore(session, entity, row, before, node);
          if (node.equals(old)) {
            return List.of(change(entity, node, row, state, operation, operation, changed));
          }
          return List.of(
              change(entity, old, row, null, operation, Operation.DELETE, Set.of()),
              change(entity, node, row, state, operation, Operation.INSERT, changed));
        });
  }

  private String nodeBefore(
      SharedSessionContractImplementor session,
      PublishedEntity entity,
      Row row,
      @Nullable Object @Nullable [] before,
      String node) {
    if (before != null) {
      return entity.node(row.persister, row.id, before);
    }
    String known = nodesBefore.of(session, entity, row.id);
    nodesBefore.written(session, entity, row.id, node);
    return known == null ? node : known;
  }

  private EntityChange change(
      PublishedEntity entity,
      String node,
      Row row,
      @Nullable Object @Nullable [] state,
      Operation cause,
      Operation operation,
      Set<String> changed) {
    return new EntityChange(
        entity,
        node,
        entity.itemId(row.persister, row.id),
        row.persister,
        row.id,
        state,
        cause,
        operation,
        changed,
        Instant.now(),
        metrics);
  }

  private void capture(
      SharedSessionContractImplementor session,
      Row row,
      Operation operation,
      Function<PublishedEntity, List<EntityChange>> changes) {
    for (PublishedEntity entity : entities.of(row.persister)) {
      List<EntityChange> captured;
      try {
        captured = changes.apply(entity);
      } catch (RuntimeException | StackOverflowError | LinkageError e) {
        if (transactions.isFirstFailure(session, entity, row.id)) {
          metrics.countFailed();
          Unwritable.log(log, operation, row.persister, row.id, e);
        }
        continue;
      }
      transactions.add(session, captured);
    }
  }
}
