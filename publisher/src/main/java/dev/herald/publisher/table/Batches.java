package dev.herald.publisher.table;

import java.util.List;
import java.util.function.Consumer;

/** A long list in parts that a database and a target take at once. */
final class Batches {

  private Batches() {}

  static <T> void of(List<T> all, Consumer<List<T>> action) {
    for (int from = 0; from < all.size(); from += EntityRows.BATCH) {
      action.accept(all.subList(from, Math.min(all.size(), from + EntityRows.BATCH)));
    }
  }
}
