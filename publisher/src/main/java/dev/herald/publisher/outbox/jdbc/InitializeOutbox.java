package dev.herald.publisher.outbox.jdbc;

/** Whether the outbox's tables are created where there are none: herald.initialize-schema. */
public enum InitializeOutbox {
  /** In databases that live in this process or its files only, such as H2's. */
  EMBEDDED,
  ALWAYS,
  /** Somebody else runs the SQL file. */
  NEVER
}
