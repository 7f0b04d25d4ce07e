package dev.herald.publisher;

import dev.herald.publisher.bulk.BulkPolicy;
import dev.herald.publisher.outbox.OutboxKind;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the publisher is set up.
 *
 * @param application first part of the entities' nodes; null for the last part of their package
 * @param maxItems how many items a node keeps unless set for it
 * @param outbox where changes wait to be announced; null for the entities' database if it is H2 or
 *     PostgreSQL, else in memory
 * @param initialize whether the outbox's tables are made where there are none
 * @param lease after which time another process on the database takes over the changes of one that
 *     has ended without saying so; 1 s at least
 * @param outboxCapacity how many changes may wait in memory; a database takes what it has room for
 * @param bulk what is done about bulk statements that change published entities
 */
public record PublisherSettings(
    @Nullable String application,
    int maxItems,
    @Nullable OutboxKind outbox,
    InitializeOutbox initialize,
    Duration lease,
    int outboxCapacity,
    BulkPolicy bulk) {

  /** How long a lease lasts unless set. */
  public static final Duration LEASE = Duration.ofSeconds(10);

  /**
   * The application from the package, 1,000 items, the outbox in the database, with tables made in
   * embedded ones, 100,000 changes that may wait in memory, and rows read again after bulk
   * statements.
   */
  public static final PublisherSettings DEFAULT =
      new PublisherSettings(
          null, 1_000, null, InitializeOutbox.EMBEDDED, LEASE, 100_000, BulkPolicy.REFETCH);

  public PublisherSettings {
    if (application != null && (application.isBlank() || application.contains("/"))) {
      throw new IllegalArgumentException(
          "The application's name is the first part of its nodes and has no '/': '"
              + application
              + "'; set another by herald.application");
    }
    if (lease.toSeconds() < 1 || lease.toDays() > 1) {
      throw new IllegalArgumentException(
          "A lease of the outbox lasts 1 s to a day, and not %s; set another by herald.outbox-lease"
              .formatted(lease));
    }
    if (maxItems < 1 || outboxCapacity < 1) {
      throw new IllegalArgumentException(
          "A node keeps at least one item and the outbox at least one change: %d, %d"
              .formatted(maxItems, outboxCapacity));
    }
  }

  /** With another first part of the entities' nodes. */
  public PublisherSettings withApplication(String name) {
    return new PublisherSettings(name, maxItems, outbox, initialize, lease, outboxCapacity, bulk);
  }

  /** With another place for the outbox. */
  public PublisherSettings withOutbox(@Nullable OutboxKind kind) {
    return new PublisherSettings(
        application, maxItems, kind, initialize, lease, outboxCapacity, bulk);
  }

  /** With another rule for the outbox's tables. */
  public PublisherSettings withInitialize(InitializeOutbox mode) {
    return new PublisherSettings(application, maxItems, outbox, mode, lease, outboxCapacity, bulk);
  }

  /** With leases that last otherwise. */
  public PublisherSettings withLease(Duration duration) {
    return new PublisherSettings(
        application, maxItems, outbox, initialize, duration, outboxCapacity, bulk);
  }

  /** With another answer to bulk statements. */
  public PublisherSettings withBulk(BulkPolicy policy) {
    return new PublisherSettings(
        application, maxItems, outbox, initialize, lease, outboxCapacity, policy);
  }
}
