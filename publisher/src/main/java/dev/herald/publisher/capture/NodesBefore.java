package dev.herald.publisher.capture;

import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import jakarta.persistence.Tuple;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.AbstractPreDatabaseOperationEvent;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreDeleteEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which node a row is that a stateless session is about to write: such a session knows no other
 * state than the one it is given, so where nodes are named by attributes the database is asked
 * before each statement. Other sessions have loaded what they write.
 */
final class NodesBefore
    implements PreUpdateEventListener, PreUpsertEventListener, PreDeleteEventListener {

  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(NodesBefore.class);

  private record Row(PublishedEntity entity, Object id) {}

  private final transient PublishedEntities entities;

  // Weak, should a session vanish without ending its transaction.
  private final transient Map<SharedSessionContractImplementor, Map<Row, String>> known =
      Collections.synchronizedMap(new WeakHashMap<>());

  NodesBefore(PublishedEntities entities) {
    this.entities = entities;
  }

  void attach(EventListenerRegistry registry) {
    registry.appendListeners(EventType.PRE_UPDATE, this);
    registry.appendListeners(EventType.PRE_UPSERT, this);
    registry.appendListeners(EventType.PRE_DELETE, this);
  }

  @Override
  public boolean onPreUpdate(PreUpdateEvent event) {
    return ask(event);
  }

  @Override
  public boolean onPreUpsert(PreUpsertEvent event) {
    return ask(event);
  }

  @Override
  public boolean onPreDelete(PreDeleteEvent event) {
    return ask(event);
  }

  /** The node that the row was in before the statement that has been heard of, if that is known. */
  @Nullable String of(SharedSessionContractImplementor session, PublishedEntity entity, Object id) {
    Map<Row, String> its = known.get(session);
    return its == null ? null : its.get(new Row(entity, id));
  }

  /**
   * The row is in another node now, or in none. That is kept while its statement waits in a batch,
   * of which the database does not tell.
   */
  void written(
      SharedSessionContractImplementor session,
      PublishedEntity entity,
      Object id,
      @Nullable String node) {
    Map<Row, String> its = known.get(session);
    if (its == null) {
      return;
    }
    Row row = new Row(entity, id);
    if (node != null && isBatching(session)) {
      its.put(row, node);
    } else {
      its.remove(row);
    }
  }

  private boolean ask(AbstractPreDatabaseOperationEvent event) {
    SharedSessionContractImplementor session = event.getSession();
    if (session instanceof StatelessSession stateless) {
      for (PublishedEntity entity : entities.of(event.getPersister())) {
        if (!entity.hasFixedNode()) {
          ask(session, stateless, entity, event.getPersister(), event.getId());
        }
      }
    }
    return false;
  }

  private void ask(
      SharedSessionContractImplementor session,
      StatelessSession stateless,
      PublishedEntity entity,
      EntityPersister persister,
      Object id) {
    Map<Row, String> its = known.get(session);
    if (its == null) {
      its = begin(session);
    }
    Row row = new Row(entity, id);
    if (isBatching(session) && its.containsKey(row)) {
      return;
    }
    try {
      String node = node(stateless, entity, id);
      if (node == null) {
        // Nor what a statement before it has left that failed.
        its.remove(row);
      } else {
        its.put(row, node);
      }
    } catch (IllegalArgumentException e) {
      // Its name would be too long: the row was in no node.
      log.debug("A row of {} was in no node", persister.getEntityName(), e);
    }
  }

  private Map<Row, String> begin(SharedSessionContractImplementor session) {
    Map<Row, String> its = new HashMap<>();
    known.put(session, its);
    if (session.isTransactionInProgress()) {
      session
          .getTransactionCompletionCallbacks()
          .registerCallback((committed, ended) -> known.remove(ended));
    }
    return its;
  }

  private static @Nullable String node(
      StatelessSession session, PublishedEntity entity, Object id) {
    HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
    JpaCriteriaQuery<Tuple> query = builder.createTupleQuery();
    Root<?> row = query.from(entity.persister().getMappedClass());
    query
        .select(builder.tuple(entity.nodeValues(row).toArray(Selection[]::new)))
        .where(builder.equal(builder.id(row), id));
    List<Tuple> found = session.createSelectionQuery(query).getResultList();
    return found.isEmpty() ? null : entity.node(found.get(0).toArray());
  }

  private static boolean isBatching(SharedSessionContractImplementor session) {
    return session.getConfiguredJdbcBatchSize() > 1;
  }
}
