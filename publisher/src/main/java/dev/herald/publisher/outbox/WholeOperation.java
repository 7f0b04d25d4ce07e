package dev.herald.publisher.outbox;

import dev.herald.Operation;
import org.jspecify.annotations.Nullable;

/** Several changes of a row in one transaction as one. */
public final class WholeOperation {

  private WholeOperation() {}

  /**
   * Both as one change of the row; null when nothing remains of them.
   *
   * @param before what was announced of the transaction so far; null for nothing
   */
  public static @Nullable Operation of(@Nullable Operation before, Operation later) {
    if (before == null) {
      return later;
    }
    return switch (later) {
      case DELETE -> before == Operation.INSERT ? null : Operation.DELETE;
      case INSERT -> before == Operation.DELETE ? Operation.UPDATE : Operation.INSERT;
      case UPDATE -> before == Operation.INSERT ? Operation.INSERT : Operation.UPDATE;
    };
  }
}
