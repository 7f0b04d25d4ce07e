package dev.herald.publisher.capture;

import dev.herald.publisher.outbox.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one transaction has changed, one change a row. Used by the transaction's thread only. */
final class TransactionChanges {

  private record Row(String node, String id) {}

  private final Map<Row, EntityChange> changes = new LinkedHashMap<>();

  void add(EntityChange change) {
    Row row = new Row(change.entity().node(), change.id());
    // The last flush of a row says where in the order it stands.
    EntityChange before = changes.remove(row);
    @Nullable EntityChange both = before == null ? change : before.then(change);
    if (both != null) {
      changes.put(row, both);
    }
  }

  List<Change> toChanges() {
    return changes.values().stream().map(EntityChange::toChange).toList();
  }
}
