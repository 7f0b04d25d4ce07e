package dev.herald.publisher.outbox.jdbc;

import dev.herald.Operation;
import dev.herald.publisher.outbox.Stamp;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row that waits, without its payload.
 *
 * @param operation as the table has it
 * @param changed names that are separated by spaces; null when they are not known
 * @param ageMillis how long ago it was written, by the database's clock
 */
record RowHead(long id, String item, String operation, @Nullable String changed, long ageMillis) {

  /** The operation of a row that is none of an item. */
  static final String REFETCH = "refetch";

  /** Whether the node is to be compared with its table. */
  boolean refetches() {
    return operation.equals(REFETCH);
  }

  /** Whether the item is to be taken back. */
  boolean retracts() {
    return retracts(operation);
  }

  static boolean retracts(String operation) {
    return operation.equals("delete") || operation.equals("retract");
  }

  /** What was done to a row; null of what was published by hand. */
  @Nullable Stamp stamp() {
    return switch (operation) {
      case "insert", "update", "delete" ->
          Stamp.of(
              Operation.valueOf(operation.toUpperCase(Locale.ROOT)),
              changed == null ? null : names(changed));
      default -> null;
    };
  }

  private static Set<String> names(String separated) {
    return separated.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(separated.split(" ")));
  }
}
