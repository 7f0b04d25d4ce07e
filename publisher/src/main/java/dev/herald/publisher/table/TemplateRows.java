package dev.herald.publisher.table;

import dev.herald.publisher.registration.PublishedEntity;
import jakarta.persistence.Tuple;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes that a table's rows are in, where these are named by attributes. */
final class TemplateRows {

  private static final Logger log = LoggerFactory.getLogger(TemplateRows.class);

  private TemplateRows() {}

  static Set<String> nodes(PublishedEntity entity) {
    return Reading.of(
        entity,
        session -> {
          HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
          JpaCriteriaQuery<Tuple> query = builder.createTupleQuery();
          Root<?> row = query.from(entity.persister().getMappedClass());
          query
              .select(builder.tuple(entity.nodeValues(row).toArray(Selection[]::new)))
              .distinct(true);
          Set<String> nodes = new LinkedHashSet<>();
          for (Tuple values : session.createSelectionQuery(query).getResultList()) {
            try {
              nodes.add(entity.node(values.toArray()));
            } catch (IllegalArgumentException e) {
              // As when such a row is saved: it is in no node.
              log.error("Rows of {} are in no node: {}", entity.name(), e.getMessage());
            }
          }
          return nodes;
        });
  }
}
