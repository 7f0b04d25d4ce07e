package dev.herald.publisher.table;

import dev.herald.Operation;
import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.payload.ItemContent;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of a node with its table, in the node's lane: what is gone is retracted, then what
 * differs is published, the newest row last. An item of which a change waits is left to that. What
 * it keeps in memory is ids, as many as the node has items, and one batch of rows.
 */
final class Differences {

  private final TableNode node;
  private final PublishedEntity entity;
  private final NodePublisher target;
  private final Supplier<Set<String>> waiting;
  private final RowPublisher publisher;
  private final EntityRows rows;
  private int published;
  private int retracted;

  /**
   * @param waiting the items of which a change waits in the outbox
   */
  Differences(
      TableNode node,
      NodePublisher target,
      Supplier<Set<String>> waiting,
      PublisherMetrics metrics) {
    this.node = node;
    this.entity = node.entity();
    this.target = target;
    this.waiting = waiting;
    this.publisher = new RowPublisher(target, metrics);
    this.rows = new EntityRows(node, metrics);
  }

  int published() {
    return published;
  }

  int retracted() {
    return retracted;
  }

  void publish() {
    List<Object> newest = rows.newestIds();
    if (!entity.hasFixedNode() && !newest.isEmpty()) {
      target.createNode(node.name(), NodeOptions.of(entity));
    }
    Set<String> others = new LinkedHashSet<>(target.itemIds(node.name()));
    BitSet missing = new BitSet(newest.size());
    for (int i = 0; i < newest.size(); i++) {
      missing.set(i, !others.remove(rows.itemId(newest.get(i))));
    }
    // A table that has more rows than the node keeps: one of its older rows was saved lately.
    List<Object> older =
        newest.size() < entity.maxItems() ? List.of() : takeExisting(List.copyOf(others), others);
    // Before anything takes the place of a row that is there.
    retract(others);
    Batches.of(older, this::compare);
    Batches.of(wanted(newest, missing, older.size()), this::compare);
  }

  /** Those of the items that have a row; what cannot be told by an item's id has none. */
  private List<Object> takeExisting(List<String> itemIds, Set<String> others) {
    List<Object> ids = new ArrayList<>();
    itemIds.forEach(itemId -> RowIds.parse(entity, itemId).ifPresent(ids::add));
    List<Object> existing = new ArrayList<>();
    Batches.of(ids, batch -> existing.addAll(rows.existing(batch)));
    existing.forEach(id -> others.remove(rows.itemId(id)));
    return existing;
  }

  /**
   * Of a full node some rows are missing because others were published later; to bring them back
   * would push those out. So a row that is missing is wanted when there is room for it, or when it
   * is newer than all that are shown.
   */
  private List<Object> wanted(List<Object> newest, BitSet missing, int older) {
    int size = newest.size();
    int shown = size - missing.cardinality();
    int newer = size - (missing.previousClearBit(size - 1) + 1);
    int unwanted = missing.cardinality() - Math.max(newer, entity.maxItems() - shown - older);
    List<Object> wanted = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      if (!missing.get(i) || unwanted-- <= 0) {
        wanted.add(newest.get(i));
      }
    }
    return wanted;
  }

  private void compare(List<Object> ids) {
    Map<String, XmlElement> items =
        target.items(node.name(), ids.stream().map(rows::itemId).toList());
    List<Row> read = rows.read(ids, items);
    // Asked after the table, so that of no row an earlier state than that of the table follows.
    Set<String> follows = waiting.get();
    List<Change> changes = new ArrayList<>();
    Set<String> elsewhere = new LinkedHashSet<>();
    for (Row row : read) {
      XmlElement item = items.get(row.itemId());
      if (!row.here()) {
        if (item != null) {
          elsewhere.add(row.itemId());
        }
      } else if (!follows.contains(row.itemId()) && isNews(item, row)) {
        changes.add(new Change.Publish(node.name(), row.itemId(), XmlFragment.of(row.payload())));
      }
    }
    retract(elsewhere);
    published += publisher.send(changes);
  }

  private boolean isNews(@Nullable XmlElement item, Row row) {
    return item == null
        ? entity.publishes(Operation.INSERT)
        : entity.publishes(Operation.UPDATE)
            && !ItemContent.isSame(item, row.payload(), row.unread());
  }

  private void retract(Set<String> itemIds) {
    if (itemIds.isEmpty() || !entity.publishes(Operation.DELETE)) {
      return;
    }
    Set<String> follows = waiting.get();
    Batches.of(
        itemIds.stream().filter(itemId -> !follows.contains(itemId)).toList(),
        batch ->
            retracted +=
                publisher.send(
                    batch.stream().map(id -> new Change.Retract(node.name(), id)).toList()));
  }
}
