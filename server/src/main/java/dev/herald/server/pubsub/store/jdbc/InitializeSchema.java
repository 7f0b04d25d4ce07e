package dev.herald.server.pubsub.store.jdbc;

/** Whether the store creates its tables where there are none: {@code herald.initialize-schema}. */
public enum InitializeSchema {
  /** In databases that live in this process or its files only, such as H2's. */
  EMBEDDED,
  ALWAYS,
  /** Somebody else runs the SQL file. */
  NEVER
}
