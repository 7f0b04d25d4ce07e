package dev.herald.publisher.bulk;

import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublishRefusedException;
import dev.herald.publisher.PublisherMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings rows to their node, in its lane. */
final class RowPublisher {

  private static final Logger log = LoggerFactory.getLogger(RowPublisher.class);

  private final NodePublisher target;
  private final PublisherMetrics metrics;

  RowPublisher(NodePublisher target, PublisherMetrics metrics) {
    this.target = target;
    this.metrics = metrics;
  }

  /** False when it is refused for good, which does not hold up the others. */
  boolean publish(Row row, String operation) {
    String node = row.entity().node();
    try {
      target.publish(node, row.itemId(), row.payload(operation));
      metrics.countPublished();
      return true;
    } catch (PublishRefusedException e) {
      metrics.countFailed();
      log.error("Item '{}' of '{}' is refused for good", row.itemId(), node, e);
      return false;
    }
  }

  void retract(String node, String itemId) {
    target.retract(node, itemId);
    metrics.countRetracted();
  }
}
