package dev.herald.publisher.outbox.jdbc;

import dev.herald.publisher.outbox.Change;

/** A row that waits. */
record OutboxRow(long id, Change change) {}
