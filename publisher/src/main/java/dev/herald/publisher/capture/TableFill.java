package dev.herald.publisher.capture;

import dev.herald.Operation;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.Delivery;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlFragment;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
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
  private final BiFunction<PublishedEntity, String, Set<String>> waiting;
  private final PublisherMetrics metrics;

  /**
   * Fills for a target.
   *
   * @param waiting the items of a node of which a change waits in the outbox
   */
  public TableFill(
      NodePublisher target,
      BiFunction<PublishedEntity, String, Set<String>> waiting,
      PublisherMetrics metrics) {
    this.target = target;
    this.waiting = waiting;
    this.metrics = metrics;
  }

  /** Fills a node that is new; one that shows no inserts begins empty. */
  public void fill(PublishedEntity entity, String node) {
    if (!entity.publishes(Operation.INSERT)) {
      return;
    }
    List<Change.Publish> rows = read(entity, node);
    // Asked after the table, so that of no row an earlier state than that of the table follows.
    Set<String> follows = waiting.apply(entity, node);
    rows.removeIf(row -> follows.contains(row.itemId()));
    publish(rows);
    if (!rows.isEmpty()) {
      log.info("'{}' has been filled with {} rows of {}", node, rows.size(), entity.name());
    }
  }

  /** Fills a node again, and retracts what the table no longer has. */
  public void refill(PublishedEntity entity, String node) {
    Set<String> gone = new HashSet<>(target.itemIds(node));
    gone.removeAll(publish(read(entity, node)));
    if (!entity.publishes(Operation.DELETE)) {
      return;
    }
    for (String id : gone) {
      deliver(new Change.Retract(node, id));
    }
  }

  private Set<String> publish(List<Change.Publish> rows) {
    Set<String> ids = new HashSet<>();
    // The connection has been given back by then: a target may be slow.
    for (Change.Publish row : rows) {
      ids.add(row.itemId());
      deliver(row);
    }
    return ids;
  }

  private void deliver(Change change) {
    Throwable refused = Delivery.of(change, target).await(metrics);
    if (refused != null) {
      log.error("Item '{}' of '{}' is refused for good", change.itemId(), change.node(), refused);
    }
  }

  private List<Change.Publish> read(PublishedEntity entity, String node) {
    List<Change.Publish> changes = new ArrayList<>();
    try (Session session = entity.factory().openSession()) {
      session.setDefaultReadOnly(true);
      session.beginTransaction();
      try {
        for (Object row : newestFirst(session, entity, node, entity.persister().getMappedClass())) {
          write((SharedSessionContractImplementor) session, entity, node, row, changes);
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
      String node,
      Object row,
      List<Change.Publish> changes) {
    EntityPersister persister = session.getEntityPersister(null, row);
    Object id = persister.getIdentifier(row, session);
    try {
      @Nullable Object[] state = persister.getValues(row);
      if (!entity.node(persister, id, state).equals(node)) {
        // To the database it is, as its texts may be equal when they are not the same.
        return;
      }
      changes.add(
          new Change.Publish(
              node,
              entity.itemId(persister, id),
              XmlFragment.of(
                  entity.payload(
                      persister,
                      id,
                      state,
                      Operation.INSERT,
                      Set.of(),
                      Instant.now(),
                      metrics::countReplacedCharacters))));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      metrics.countFailed();
      Unwritable.log(log, "row", persister, id, e);
    }
  }

  /** One query: the empty graph makes associations that are eager in the mapping lazy here. */
  private static <T> List<T> newestFirst(
      Session session, PublishedEntity entity, String node, Class<T> type) {
    CriteriaBuilder builder = session.getCriteriaBuilder();
    CriteriaQuery<T> query = builder.createQuery(type);
    Root<T> row = query.from(type);
    query.select(row).where(entity.rows(node, builder, row).toArray(Predicate[]::new));
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
