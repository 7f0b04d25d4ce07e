package dev.herald.publisher.outbox;

import dev.herald.Operation;

/** What a flush has done to one row that is published to one node. */
public interface RowChange {

  String node();

  String itemId();

  Operation operation();

  /**
   * What is to be announced of it, frozen now. Does not throw: what cannot be written is {@link
   * Change.Unwritable}.
   *
   * @param whole what its transaction has done to the row in all
   */
  Change toChange(Operation whole);
}
