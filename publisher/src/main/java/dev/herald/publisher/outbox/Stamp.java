package dev.herald.publisher.outbox;

import dev.herald.Operation;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has been done to a row, beside the state that it has now.
 *
 * @param isNew whether there was no row before it
 * @param changed the published attributes that an update has changed; null when that is not known
 */
public record Stamp(boolean isNew, Operation operation, @Nullable Set<String> changed) {

  /** Of one transaction. */
  public static Stamp of(Operation operation, @Nullable Set<String> changed) {
    return new Stamp(operation == Operation.INSERT, operation, changed);
  }

  /**
   * Both as one. A row that was inserted and deleted is deleted: should the target have heard of
   * the first, it must be told the second, and if not, it has nothing to retract.
   */
  public Stamp then(Stamp later) {
    if (later.operation == Operation.DELETE) {
      return new Stamp(isNew, Operation.DELETE, null);
    }
    if (isNew) {
      return new Stamp(true, Operation.INSERT, null);
    }
    boolean updates = operation == Operation.UPDATE && later.operation == Operation.UPDATE;
    return new Stamp(false, Operation.UPDATE, updates ? both(changed, later.changed) : null);
  }

  private static @Nullable Set<String> both(
      @Nullable Set<String> before, @Nullable Set<String> later) {
    if (before == null || later == null) {
      return null;
    }
    Set<String> both = new LinkedHashSet<>(before);
    both.addAll(later);
    return both;
  }
}
