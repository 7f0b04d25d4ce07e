package dev.herald.benchmarks;

import java.util.HashSet;
import java.util.Set;

/** Whether one subscriber gets each number of its node once and in order. Not thread-safe. */
final class ItemOrder {

  private final int step;
  private final Set<Long> missing = new HashSet<>(0);
  private long expected;
  private long doubled;
  private long disordered;

  /**
   * @param first the first number of the node
   * @param step how far the next is: nodes take turns
   */
  ItemOrder(long first, int step) {
    this.expected = first;
    this.step = step;
  }

  void received(long number) {
    if (number == expected) {
      expected += step;
      return;
    }
    if (Math.floorMod(number - expected, step) != 0) {
      throw new IllegalStateException("Item " + number + " belongs to another node");
    }
    if (number > expected) {
      for (; expected < number; expected += step) {
        missing.add(expected);
      }
      expected += step;
    } else if (missing.remove(number)) {
      disordered++;
    } else {
      doubled++;
    }
  }

  /** The faults when every number below {@code end} has been published. */
  Faults faults(long end) {
    long tail = end <= expected ? 0 : (end - expected + step - 1) / step;
    return new Faults(missing.size() + tail, doubled, disordered);
  }
}
