package dev.herald.publisher.table;

import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.Delivery;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what is made of rows to their node, in its lane. */
final class RowPublisher {

  private static final Logger log = LoggerFactory.getLogger(RowPublisher.class);

  private final NodePublisher target;
  private final PublisherMetrics metrics;

  RowPublisher(NodePublisher target, PublisherMetrics metrics) {
    this.target = target;
    this.metrics = metrics;
  }

  /**
   * Sends changes of different items, one after the other without waiting in between, and waits for
   * the answers. One that is refused for good does not hold up the others.
   *
   * @return how many were taken
   * @throws RuntimeException when the target is to be asked again
   */
  int send(List<? extends Change> changes) {
    List<Delivery> deliveries =
        changes.stream().map(change -> Delivery.of(change, target)).toList();
    int taken = 0;
    RuntimeException failure = null;
    for (int i = 0; i < deliveries.size(); i++) {
      try {
        Throwable refused = deliveries.get(i).await(metrics);
        if (refused == null) {
          taken++;
        } else {
          Change change = changes.get(i);
          log.error(
              "Item '{}' of '{}' is refused for good", change.itemId(), change.node(), refused);
        }
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return taken;
  }
}
