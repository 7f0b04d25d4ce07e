package dev.herald.publisher.outbox;

/** Where changes wait until they have been announced: {@code herald.outbox}. */
public enum OutboxKind {
  /** In the database of the entities, written in their own transactions. */
  JDBC,
  /** In this process: what waits when it ends is lost, and nodes are filled from their tables. */
  MEMORY
}
