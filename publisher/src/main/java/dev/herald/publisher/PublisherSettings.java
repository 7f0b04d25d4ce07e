package dev.herald.publisher;

import dev.herald.publisher.outbox.OutboxKind;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import org.jspecify.annotations.Nullable;

/**
 * How the publisher is set up.
 *
 * @param application first part of the entities' nodes; null for the last part of their package
 * @param maxItems how many items a node keeps unless set for it
 * @param outbox where changes wait to be announced; null for the entities' database if it is H2 or
 *     PostgreSQL, else in memory
 * @param initialize whether the outbox's tables are made where there are none
 * @param outboxCapacity how many changes may wait in memory; a database takes what it has room for
 */
public record PublisherSettings(
    @Nullable String application,
    int maxItems,
    @Nullable OutboxKind outbox,
    InitializeOutbox initialize,
    int outboxCapacity) {

  /**
   * The application from the package, 1,000 items, the outbox in the database, with tables made in
   * embedded ones, 100,000 changes that may wait in memory.
   */
  public static final PublisherSettings DEFAULT =
      new PublisherSettings(null, 1_000, null, InitializeOutbox.EMBEDDED, 100_000);

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

  /** With another place for the outbox. */
  public PublisherSettings withOutbox(@Nullable OutboxKind kind) {
    return new PublisherSettings(application, maxItems, kind, initialize, outboxCapacity);
  }

  /** With another rule for the outbox's tables. */
  public PublisherSettings withInitialize(InitializeOutbox mode) {
    return new PublisherSettings(application, maxItems, outbox, mode, outboxCapacity);
  }
}
