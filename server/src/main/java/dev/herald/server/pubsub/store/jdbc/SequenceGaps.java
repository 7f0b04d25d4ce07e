package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.store.NodeStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which numbers of a sequence have been seen. A low number may become visible after a higher one,
 * when its transaction commits later, so those that were passed over are kept in mind for a while.
 */
final class SequenceGaps {

  /** Longer than a transaction that has a number can take: a few statements at most. */
  static final Duration WAIT = Duration.ofMinutes(2);

  /** More make one of two, whose numbers in between are seen once more. */
  private static final int MOST = 50;

  /** Numbers from the first to the last. */
  record Range(long first, long last) {}

  private record Gap(long last, Instant since) {}

  /** What had been seen at some time. */
  record Seen(long highest, List<Range> open) implements NodeStore.Heard {

    /** All numbers up to this one had been. */
    long complete() {
      return open.isEmpty() ? highest : open.get(0).first - 1;
    }

    boolean has(long number) {
      return number <= highest
          && open.stream().noneMatch(gap -> gap.first <= number && number <= gap.last);
    }
  }

  private final TreeMap<Long, Gap> gaps = new TreeMap<>();
  private long highest;

  SequenceGaps(long highest) {
    this.highest = highest;
  }

  long highest() {
    return highest;
  }

  /** Notes a number; whether it had not been seen. */
  boolean see(long number, Instant now) {
    if (number > highest) {
      if (number > highest + 1) {
        add(highest + 1, new Gap(number - 1, now));
      }
      highest = number;
      return true;
    }
    Map.Entry<Long, Gap> at = gaps.floorEntry(number);
    if (at == null || at.getValue().last < number) {
      return false;
    }
    Gap gap = at.getValue();
    gaps.remove(at.getKey());
    if (at.getKey() < number) {
      gaps.put(at.getKey(), new Gap(number - 1, gap.since));
    }
    if (number < gap.last) {
      gaps.put(number + 1, gap);
    }
    return true;
  }

  /** The numbers that may still become visible. */
  List<Range> open(Instant now) {
    gaps.values().removeIf(gap -> gap.since.isBefore(now.minus(WAIT)));
    while (gaps.size() > MOST) {
      Map.Entry<Long, Gap> first = gaps.pollFirstEntry();
      add(first.getKey(), gaps.pollFirstEntry().getValue());
    }
    return ranges();
  }

  Seen seen() {
    return new Seen(highest, ranges());
  }

  private List<Range> ranges() {
    List<Range> open = new ArrayList<>(gaps.size());
    gaps.forEach((first, gap) -> open.add(new Range(first, gap.last)));
    return open;
  }

  private void add(long first, Gap gap) {
    gaps.put(first, gap);
  }
}
