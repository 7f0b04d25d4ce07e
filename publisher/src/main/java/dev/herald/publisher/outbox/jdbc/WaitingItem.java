package dev.herald.publisher.outbox.jdbc;

import dev.herald.Coalescing;
import dev.herald.publisher.outbox.Stamp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one item that wait to be told as one. */
final class WaitingItem {

  private final List<Long> superseded = new ArrayList<>();
  private final long firstAge;
  private RowHead last;
  private @Nullable Stamp stamp;

  WaitingItem(RowHead first) {
    this.firstAge = first.ageMillis();
    this.last = first;
    this.stamp = first.stamp();
  }

  void add(RowHead later) {
    superseded.add(last.id());
    last = later;
    Stamp own = later.stamp();
    stamp = stamp == null || own == null ? own : stamp.then(own);
  }

  /** The row whose state is told. */
  RowHead last() {
    return last;
  }

  List<Long> superseded() {
    return superseded;
  }

  /** What all of them have done; null when the last one was published by hand. */
  @Nullable Stamp stamp() {
    return stamp;
  }

  /** In how many milliseconds it is to be told; not positive when it is now. */
  long dueIn(Coalescing coalescing) {
    return Math.min(
        coalescing.window().toMillis() - last.ageMillis(),
        coalescing.longest().toMillis() - firstAge);
  }
}
