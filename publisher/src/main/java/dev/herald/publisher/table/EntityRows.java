package dev.herald.publisher.table;

import dev.herald.Operation;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.capture.Unwritable;
import dev.herald.publisher.payload.ItemContent;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.graph.GraphSemantic;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.hibernate.query.criteria.JpaExpression;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of an entity's table that are in a node: first which there are, then what is in them, a
 * batch at a time. What is gone is known that way before anything is published, whatever the id is
 * made of, and a row that comes or goes meanwhile shifts no page.
 */
final class EntityRows {

  private static final Logger log = LoggerFactory.getLogger(EntityRows.class);

  /** How many rows are read at once. */
  static final int BATCH = 100;

  private final TableNode node;
  private final PublishedEntity entity;
  private final PublisherMetrics metrics;

  EntityRows(TableNode node, PublisherMetrics metrics) {
    this.node = node;
    this.entity = node.entity();
    this.metrics = metrics;
  }

  String itemId(Object id) {
    return entity.itemId(entity.persister(), id);
  }

  /** The ids of the newest rows, as many as the node keeps, the highest last. */
  List<Object> newestIds() {
    List<Object> ids =
        Reading.of(
            entity,
            session -> {
              HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
              JpaCriteriaQuery<Object> query = builder.createQuery(Object.class);
              Root<?> row = query.from(entity.persister().getMappedClass());
              JpaExpression<?> id = builder.id(row);
              query.select(id).where(conditions(builder, row)).orderBy(builder.desc(id));
              return new ArrayList<>(
                  session
                      .createSelectionQuery(query)
                      .setMaxResults(entity.maxItems())
                      .getResultList());
            });
    Collections.reverse(ids);
    return ids;
  }

  /** Those of the ids that have a row. */
  List<Object> existing(List<?> ids) {
    return Reading.of(
        entity,
        session -> {
          HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
          JpaCriteriaQuery<Object> query = builder.createQuery(Object.class);
          Root<?> row = query.from(entity.persister().getMappedClass());
          JpaExpression<?> id = builder.id(row);
          List<Predicate> conditions = new ArrayList<>(List.of(conditions(builder, row)));
          conditions.add(id.in(ids));
          query.select(id).where(conditions.toArray(Predicate[]::new)).orderBy(builder.asc(id));
          return session.createSelectionQuery(query).getResultList();
        });
  }

  private Predicate[] conditions(HibernateCriteriaBuilder builder, Root<?> row) {
    return entity.rows(node.name(), builder, row).toArray(Predicate[]::new);
  }

  /**
   * The rows of these ids by ascending id; what is gone meanwhile, or cannot be written, is left
   * out.
   *
   * @param shown the items that the node has of them: a collection that one of them shows is read
   *     too, all others are left to the database
   */
  List<Row> read(List<?> ids, Map<String, XmlElement> shown) {
    return Reading.of(
        entity,
        session -> {
          session.setFetchBatchSize(BATCH);
          List<Row> rows = new ArrayList<>();
          for (Object instance : select(session, entity.persister().getMappedClass(), ids)) {
            Row row = row((SharedSessionContractImplementor) session, instance, shown);
            if (row != null) {
              rows.add(row);
            }
          }
          return rows;
        });
  }

  /** One query: the empty graph makes associations that are eager in the mapping lazy here. */
  private <T> List<T> select(Session session, Class<T> type, List<?> ids) {
    HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
    JpaCriteriaQuery<T> query = builder.createQuery(type);
    Root<T> row = query.from(type);
    JpaExpression<?> id = builder.id(row);
    query.select(row).where(id.in(ids)).orderBy(builder.asc(id));
    return session
        .createSelectionQuery(query)
        .setEntityGraph(session.createEntityGraph(type), GraphSemantic.FETCH)
        .getResultList();
  }

  private @Nullable Row row(
      SharedSessionContractImplementor session, Object instance, Map<String, XmlElement> shown) {
    EntityPersister persister = session.getEntityPersister(null, instance);
    Object id = persister.getIdentifier(instance, session);
    try {
      String itemId = itemId(id);
      @Nullable Object[] state = persister.getValues(instance);
      XmlElement item = shown.get(itemId);
      if (item != null) {
        new ShownCollections(entity).read(persister, state, ItemContent.fields(item));
      }
      return new Row(
          itemId,
          entity.node(persister, id, state).equals(node.name()),
          entity.payload(
              persister,
              id,
              state,
              item == null ? Operation.INSERT : Operation.UPDATE,
              Set.of(),
              Instant.now(),
              metrics::countReplacedCharacters),
          unread(persister, state));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      metrics.countFailed();
      Unwritable.log(log, "row", persister, id, e);
      return null;
    }
  }

  private static Set<String> unread(EntityPersister persister, @Nullable Object[] state) {
    Set<String> unread = new HashSet<>();
    for (int i = 0; i < state.length; i++) {
      if (state[i] == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
        unread.add(persister.getPropertyNames()[i]);
      }
    }
    return unread;
  }
}
