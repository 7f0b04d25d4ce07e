package dev.herald.publisher.bulk;

import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.capture.Unwritable;
import dev.herald.publisher.payload.EntityFields;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.CacheMode;
import org.hibernate.Session;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.graph.GraphSemantic;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of an entity's table: first which there are, then what is in them, a batch at a time.
 * What is gone is known that way before anything is published, whatever the id is made of, and a
 * row that comes or goes meanwhile shifts no page. Each call has its own session and has given the
 * connection back when it returns, as a target may be slow.
 */
final class EntityRows {

  private static final Logger log = LoggerFactory.getLogger(EntityRows.class);

  /** How many rows are read at once. */
  static final int BATCH = 100;

  private final PublishedEntity entity;
  private final PublisherMetrics metrics;

  EntityRows(PublishedEntity entity, PublisherMetrics metrics) {
    this.entity = entity;
    this.metrics = metrics;
  }

  String itemId(Object id) {
    return EntityFields.idText(entity.persister(), id);
  }

  /** The ids of the newest rows, as many as the node keeps, the highest last. */
  List<Object> newestIds() {
    List<Object> ids =
        inSession(
            session ->
                new ArrayList<>(
                    session
                        .createSelectionQuery(
                            "select id(e) from %s e order by id(e) desc".formatted(entity.name()),
                            Object.class)
                        .setMaxResults(entity.maxItems())
                        .getResultList()));
    Collections.reverse(ids);
    return ids;
  }

  /** Those of the ids that have a row. */
  List<Object> existing(List<?> ids) {
    return inSession(
        session ->
            session
                .createSelectionQuery(
                    "select id(e) from %s e where id(e) in (:ids) order by id(e)"
                        .formatted(entity.name()),
                    Object.class)
                .setParameterList("ids", ids)
                .getResultList());
  }

  /**
   * The rows of these ids by ascending id; what is gone meanwhile, or cannot be written, is left
   * out.
   *
   * @param shown the items that the node has of them: a collection that one of them shows is read
   *     too, all others are left to the database
   */
  List<Row> read(List<?> ids, Map<String, XmlElement> shown) {
    return inSession(
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
    return session
        .createSelectionQuery(
            "from %s e where id(e) in (:ids) order by id(e)".formatted(entity.name()), type)
        .setParameterList("ids", ids)
        .setEntityGraph(session.createEntityGraph(type), GraphSemantic.FETCH)
        .getResultList();
  }

  private @Nullable Row row(
      SharedSessionContractImplementor session, Object instance, Map<String, XmlElement> shown) {
    EntityPersister persister = session.getEntityPersister(null, instance);
    Object id = persister.getIdentifier(instance, session);
    try {
      String itemId = itemId(id);
      Object[] state = persister.getValues(instance);
      XmlElement item = shown.get(itemId);
      if (item != null) {
        ShownCollections.read(persister, state, ItemContent.fields(item));
      }
      List<XmlElement> fields =
          new EntityFields(entity, metrics::countReplacedCharacters).of(persister, id, state);
      return new Row(entity, itemId, fields, unread(persister, state));
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

  private <T> T inSession(Function<Session, T> work) {
    try (Session session = entity.factory().openSession()) {
      session.setDefaultReadOnly(true);
      // What a cache holds may be older than what a statement has done.
      session.setCacheMode(CacheMode.IGNORE);
      session.beginTransaction();
      try {
        return work.apply(session);
      } finally {
        session.getTransaction().rollback();
      }
    }
  }
}
