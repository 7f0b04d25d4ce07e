package dev.herald.publisher.bulk;

import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One comparison of a node with its table, in the node's lane: what is gone is retracted, then what
 * differs is published, the newest row last. What it keeps in memory is ids, as many as the node
 * has items, and one batch of rows.
 */
final class Differences {

  private final PublishedEntity entity;
  private final NodePublisher target;
  private final RowPublisher publisher;
  private final EntityRows rows;
  private int published;
  private int retracted;

  Differences(PublishedEntity entity, NodePublisher target, PublisherMetrics metrics) {
    this.entity = entity;
    this.target = target;
    this.publisher = new RowPublisher(target, metrics);
    this.rows = new EntityRows(entity, metrics);
  }

  int published() {
    return published;
  }

  int retracted() {
    return retracted;
  }

  void publish() {
    List<Object> newest = rows.newestIds();
    Set<String> others = new LinkedHashSet<>(target.itemIds(entity.node()));
    BitSet missing = new BitSet(newest.size());
    for (int i = 0; i < newest.size(); i++) {
      missing.set(i, !others.remove(rows.itemId(newest.get(i))));
    }
    // A table that has more rows than the node keeps: one of its older rows was saved lately.
    List<Object> older =
        newest.size() < entity.maxItems() ? List.of() : takeExisting(List.copyOf(others), others);
    // Before anything takes the place of a row that is there.
    others.forEach(this::retract);
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
        target.items(entity.node(), ids.stream().map(rows::itemId).toList());
    for (Row row : rows.read(ids, items)) {
      XmlElement item = items.get(row.itemId());
      if (item == null || !ItemContent.says(item, row)) {
        published += publisher.publish(row, item == null ? "insert" : "update") ? 1 : 0;
      }
    }
  }

  private void retract(String itemId) {
    publisher.retract(entity.node(), itemId);
    retracted++;
  }
}
