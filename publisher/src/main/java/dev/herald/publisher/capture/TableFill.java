package dev.herald.publisher.capture;

import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.payload.EntityFields;
import dev.herald.publisher.payload.EntityPayload;
import dev.herald.publisher.registration.PublishedEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CompositeType;
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

  /** Fills a node that is empty. */
  public void fillIfEmpty(PublishedEntity entity) {
    if (target.itemIds(entity.node()).isEmpty()) {
      int rows = publishRows(entity).size();
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
    EntityFields fields = new EntityFields(entity, metrics::countReplacedCharacters);
    Set<String> ids = new HashSet<>();
    try (Session session = entity.factory().openSession()) {
      session.setDefaultReadOnly(true);
      session.beginTransaction();
      try {
        for (Object row : newestLast(session, entity)) {
          publish((SharedSessionContractImplementor) session, entity, fields, row, ids);
        }
      } finally {
        session.getTransaction().rollback();
      }
    }
    return ids;
  }

  private void publish(
      SharedSessionContractImplementor session,
      PublishedEntity entity,
      EntityFields fields,
      Object row,
      Set<String> ids) {
    EntityPersister persister = session.getEntityPersister(null, row);
    Object id = persister.getIdentifier(row, session);
    String itemId = EntityFields.idText(persister, id);
    target.publish(
        entity.node(),
        itemId,
        EntityPayload.of(
            entity,
            itemId,
            "insert",
            Instant.now(),
            fields.of(persister, id, persister.getValues(row))));
    metrics.countPublished();
    ids.add(itemId);
  }

  private static List<Object> newestLast(Session session, PublishedEntity entity) {
    String id = entity.persister().getIdentifierPropertyName();
    boolean ordered =
        id != null && !(entity.persister().getIdentifierType() instanceof CompositeType);
    String query =
        "select e from " + entity.name() + " e" + (ordered ? " order by e." + id + " desc" : "");
    List<Object> rows =
        new ArrayList<>(
            session
                .createSelectionQuery(query, Object.class)
                .setMaxResults(entity.maxItems())
                .getResultList());
    Collections.reverse(rows);
    return rows;
  }
}
