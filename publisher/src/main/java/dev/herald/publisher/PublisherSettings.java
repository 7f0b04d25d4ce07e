package dev.herald.publisher;

import dev.herald.publisher.bulk.BulkPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How the publisher is set up.
 *
 * @param application first part of the entities' nodes; null for the last part of their package
 * @param maxItems how many items a node keeps unless set for it
 * @param outboxCapacity how many changes may wait to be announced
 * @param bulk what is done about bulk statements that change published entities
 */
public record PublisherSettings(
    @Nullable String application, int maxItems, int outboxCapacity, BulkPolicy bulk) {

  /** The application from the package, 1,000 items, 100,000 waiting changes, rows read again. */
  public static final PublisherSettings DEFAULT =
      new PublisherSettings(null, 1_000, 100_000, BulkPolicy.REFETCH);

  public PublisherSettings {
    if (application != null && (application.isBlank() || application.contains("/"))) {
      throw new IllegalArgumentException(
          "The application's name is the first part of its nodes and has no '/': '"
              + application
              + "'; set another by herald.application");
    }
    if (maxItems < 1 || outboxCapacity < 1) {
      throw new IllegalArgumentException(
          "A node keeps at least one item and the outbox at least one change: %d, %d"
              .formatted(maxItems, outboxCapacity));
    }
  }
}
