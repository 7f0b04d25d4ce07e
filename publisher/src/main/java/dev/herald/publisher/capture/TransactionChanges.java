package dev.herald.publisher.capture;

import dev.herald.Operation;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one transaction has changed, one change a row. Used by the transaction's thread only. */
final class TransactionChanges {

  /** Writes the payload of an item; all operations of the transaction on it are given as one. */
  @FunctionalInterface
  interface Writer {
    XmlElement write(Operation operation, Set<String> changed);
  }

  private record Row(String node, String id) {}

  private final Map<Row, EntityChange> changes = new LinkedHashMap<>();

  /** Takes an item that was changed in its node, or has come to it. */
  void publish(
      PublishedEntity entity,
      String node,
      String id,
      Operation cause,
      Operation operation,
      Set<String> changed,
      Writer writer) {
    EntityChange before = changes.get(new Row(node, id));
    Set<String> all = new HashSet<>(changed);
    if (before != null) {
      all.addAll(before.changed());
    }
    Operation whole = both(before == null ? null : before.operation(), operation);
    Operation wholeCause = both(before == null ? null : before.cause(), cause);
    @Nullable XmlElement payload = entity.publishes(wholeCause) ? writer.write(whole, all) : null;
    put(new EntityChange(entity, node, id, wholeCause, whole, all, payload));
  }

  /** Takes an item that is gone from its node. */
  void retract(PublishedEntity entity, String node, String id, Operation cause) {
    Row row = new Row(node, id);
    EntityChange before = changes.get(row);
    if (before != null && before.operation() == Operation.INSERT) {
      changes.remove(row);
      return;
    }
    put(new EntityChange(entity, node, id, cause, Operation.DELETE, Set.of(), null));
  }

  List<Change> toChanges() {
    return changes.values().stream()
        .filter(EntityChange::isPublished)
        .map(EntityChange::toChange)
        .toList();
  }

  private void put(EntityChange change) {
    Row row = new Row(change.node(), change.id());
    // The last flush of a row says where in the order it stands.
    changes.remove(row);
    changes.put(row, change);
  }

  /** Two operations on one row as one. */
  private static Operation both(@Nullable Operation first, Operation second) {
    if (first == null) {
      return second;
    }
    return switch (second) {
      case DELETE -> Operation.DELETE;
      case INSERT -> first == Operation.DELETE ? Operation.UPDATE : Operation.INSERT;
      case UPDATE -> first == Operation.INSERT ? Operation.INSERT : Operation.UPDATE;
    };
  }
}
