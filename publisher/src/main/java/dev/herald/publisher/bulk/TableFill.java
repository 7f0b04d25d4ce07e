package dev.herald.publisher.bulk;

import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.registration.PublishedEntity;
import java.util.List;
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
    Differences all = new Differences(entity, target, metrics);
    all.publish();
    if (all.published() > 0) {
      log.info(
          "'{}' has been filled with {} rows of {}", entity.node(), all.published(), entity.name());
    }
  }

  /**
   * Publishes what the node does not show as the table has it, retracts what the table no longer
   * has, and says in one word that so much has changed.
   */
  public void refetch(PublishedEntity entity) {
    metrics.countRefetch();
    Differences differences = new Differences(entity, target, metrics);
    differences.publish();
    if (differences.published() + differences.retracted() > 0) {
      sayChanged(entity, differences);
    }
  }

  /**
   * To publish rows whatever the node shows.
   *
   * @param ids of the rows; null for the newest, as many as the node keeps
   */
  Republishing republishing(PublishedEntity entity, @Nullable List<Object> ids) {
    return new Republishing(entity, ids, target, metrics);
  }

  private void sayChanged(PublishedEntity entity, Differences differences) {
    try {
      target.changed(entity.node(), differences.published(), differences.retracted());
    } catch (RuntimeException e) {
      // A hint only: to read all rows again for it would help nobody.
      log.warn("The subscribers of '{}' are not told that rows were read anew", entity.node(), e);
    }
  }
}
