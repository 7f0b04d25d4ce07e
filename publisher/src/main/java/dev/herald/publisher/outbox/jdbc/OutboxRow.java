package dev.herald.publisher.outbox.jdbc;

import dev.herald.publisher.outbox.Change;

/** A row that waits. */
record OutboxRow(long id, Change change) {

  /** Roughly, in characters. */
  int size() {
    return change instanceof Change.Publish publish ? publish.payload().xml().length() : 0;
  }
}
