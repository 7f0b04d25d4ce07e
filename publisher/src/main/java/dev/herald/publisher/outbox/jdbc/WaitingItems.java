package dev.herald.publisher.outbox.jdbc;

import dev.herald.Coalescing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first rows of a node by their items, in the order of the last row of each. An item is due
 * when it has not changed for the window, or waits for the longest time; with it all that comes
 * before it, so that different rows are told in their order.
 */
final class WaitingItems {

  private final List<WaitingItem> items;
  private final Coalescing coalescing;

  WaitingItems(List<RowHead> rows, Coalescing coalescing) {
    Map<String, WaitingItem> byItem = new LinkedHashMap<>();
    for (RowHead row : rows) {
      WaitingItem item = byItem.remove(row.item());
      if (item == null) {
        item = new WaitingItem(row);
      } else {
        item.add(row);
      }
      byItem.put(row.item(), item);
    }
    this.items = List.copyOf(byItem.values());
    this.coalescing = coalescing;
  }

  int size() {
    return items.size();
  }

  /**
   * Those that are due.
   *
   * @param all whether all of them are, since nothing is to wait any longer
   */
  List<WaitingItem> due(boolean all) {
    int last = items.size() - 1;
    while (!all && last >= 0 && items.get(last).dueIn(coalescing) > 0) {
      last--;
    }
    return items.subList(0, last + 1);
  }

  /** In how many milliseconds one of those is due that are left when the first ones are told. */
  long nextAfter(int told) {
    return items.subList(told, items.size()).stream()
        .mapToLong(item -> item.dueIn(coalescing))
        .min()
        .orElse(0);
  }
}
