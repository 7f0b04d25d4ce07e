package dev.herald.publisher.outbox.jdbc;

import dev.herald.publisher.outbox.Change;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row that waits.
 *
 * @param superseded rows of the same item that it is told as one with, and that leave with it
 */
record OutboxRow(long id, Change change, List<Long> superseded) {

  /** Roughly, in characters. */
  int size() {
    return change instanceof Change.Publish publish ? publish.payload().xml().length() : 0;
  }

  Stream<Long> ids() {
    return Stream.concat(superseded.stream(), Stream.of(id));
  }
}
