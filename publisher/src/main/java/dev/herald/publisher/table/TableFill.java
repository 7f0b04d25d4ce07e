package dev.herald.publisher.table;

import dev.herald.Operation;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.registration.PublishedEntity;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
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
    int rows = publishDifferences(entity, node).published();
    if (rows > 0) {
      log.info("'{}' has been filled with {} rows of {}", node, rows, entity.name());
    }
  }

  /**
   * Publishes what the node does not show as the table has it, retracts what the table no longer
   * has, and says in one word that so much has changed.
   */
  public void refetch(PublishedEntity entity, String node) {
    metrics.countRefetch();
    Differences differences = publishDifferences(entity, node);
    if (differences.published() + differences.retracted() > 0) {
      sayChanged(node, differences);
    }
  }

  /** The nodes of a template, of those that are there and of those that are to be. */
  public Set<String> nodes(PublishedEntity entity) {
    Set<String> nodes = TemplateRows.nodes(entity);
    target.nodes(entity.nodePrefix()).stream().filter(entity::hasNode).forEach(nodes::add);
    return nodes;
  }

  /**
   * To publish rows whatever the node shows.
   *
   * @param ids of the rows; null for the newest, as many as the node keeps
   */
  Republishing republishing(PublishedEntity entity, String node, @Nullable List<Object> ids) {
    return new Republishing(new TableNode(entity, node), ids, target, metrics);
  }

  private Differences publishDifferences(PublishedEntity entity, String node) {
    Differences all =
        new Differences(
            new TableNode(entity, node), target, () -> waiting.apply(entity, node), metrics);
    all.publish();
    return all;
  }

  private void sayChanged(String node, Differences differences) {
    try {
      target.changed(node, differences.published(), differences.retracted());
    } catch (RuntimeException e) {
      // A hint only: to read all rows again for it would help nobody.
      log.warn("The subscribers of '{}' are not told that rows were read anew", node, e);
    }
  }
}
