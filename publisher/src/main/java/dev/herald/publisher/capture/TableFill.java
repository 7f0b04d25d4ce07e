package dev.herald.publisher.capture;

import dev.herald.Operation;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublishRefusedException;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.registration.PublishedEntity;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.graph.GraphSemantic;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CompositeType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the node of an entity what its table is: the newest rows, by descending id, up to the
 * node's {@code max_items}, the newest published last. Run in the node's lane, so what is committed
 * while it reads is announced after it and the node ends in the table's state.
 */
public final class TableFill {

  private static final Logger log = LoggerFactory.getLogger(TableFill.class);

  private final NodePublisher target;
  private final PublisherMetrics metrics;

  public TableFill(NodePublisher target, PublisherMetrics metrics) {
    this.target = target;
    this.metrics = metrics;
  }

  /** Fills a node that is new. */
  public void fill(PublishedEntity entity) {
    int rows = publishRows(entity).size();
    if (rows > 0) {
      log.info("'{}' has been filled with {} rows of {}", entity.node(), rows, entity.name());
    }
  }

  /** Fills a node again, and retracts what the table no longer has. */
  public void refill(PublishedEntity entity) {
    Set<String> gone = new HashSet<>(target.itemIds(entity.node()));
    gone.removeAll(publishRows(entity));
    for (String id : gone) {
      target.retract(entity.node(), id);
      metrics.countRetracted();
    }
  }

  private Set<String> publishRows(PublishedEntity entity) {
    Set<String> ids = new HashSet<>();
    // The connection has been given back by then: a target may be slow.
    for (Change.Publish row : read(entity)) {
      ids.add(row.itemId());
      try {
        target.publish(row.node(), row.itemId(), row.payload());
        metrics.countPublished();
      } catch (PublishRefusedException e) {
        metrics.countFailed();
        log.error("Item '{}' of '{}' is refused for good", row.itemId(), row.node(), e);
      }
    }
    return ids;
  }

  private List<Change.Publish> read(PublishedEntity entity) {
    List<Change.Publish> changes = new ArrayList<>();
    try (Session session = entity.factory().openSession()) {
      session.setDefaultReadOnly(true);
      session.beginTransaction();
      try {
        for (Object row : newestFirst(session, entity, entity.persister().getMappedClass())) {
          write((SharedSessionContractImplementor) session, entity, row, changes);
        }
      } finally {
        session.getTransaction().rollback();
      }
    }
    Collections.reverse(changes);
    return changes;
  }

  private void write(
      SharedSessionContractImplementor session,
      PublishedEntity entity,
      Object row,
      List<Change.Publish> changes) {
    EntityPersister persister = session.getEntityPersister(null, row);
    Object id = persister.getIdentifier(row, session);
    try {
      @Nullable Object[] state = persister.getValues(row);
      changes.add(
          new Change.Publish(
              entity.node(persister, id, state),
              entity.itemId(persister, id),
              entity.payload(
                  persister,
                  id,
                  state,
                  Operation.INSERT,
                  Set.of(),
                  Instant.now(),
                  metrics::countReplacedCharacters)));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      metrics.countFailed();
      Unwritable.log(log, "row", persister, id, e);
    }
  }

  /** One query: the empty graph makes associations that are eager in the mapping lazy here. */
  private static <T> List<T> newestFirst(Session session, PublishedEntity entity, Class<T> type) {
    CriteriaBuilder builder = session.getCriteriaBuilder();
    CriteriaQuery<T> query = builder.createQuery(type);
    Root<T> row = query.from(type);
    query.select(row);
    String id = entity.persister().getIdentifierPropertyName();
    if (id != null && !(entity.persister().getIdentifierType() instanceof CompositeType)) {
      query.orderBy(builder.desc(row.get(id)));
    }
    return session
        .createSelectionQuery(query)
        .setEntityGraph(session.createEntityGraph(type), GraphSemantic.FETCH)
        .setMaxResults(entity.maxItems())
        .getResultList();
  }
}
