package dev.herald.server.rsm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted (XEP-0059). Of {@code after}, {@code before} and {@code index},
 * one is given, or none for the first page.
 *
 * @param most entries; zero asks for the count alone
 * @param after the entry right before the page; null for none
 * @param before the entry right after the page, or empty for the last page; null for none
 * @param index of the page's first entry, from zero; below zero for none
 */
public record PageRequest(int most, @Nullable String after, @Nullable String before, int index) {

  /** The first entries. */
  public static PageRequest first(int most) {
    return new PageRequest(most, null, null, -1);
  }

  /** The last entries. */
  public static PageRequest last(int most) {
    return new PageRequest(most, null, "", -1);
  }

  /** Whether the page ends where the list, or what comes before an entry, ends. */
  public boolean isBackwards() {
    return before != null;
  }

  /**
   * A part of a list.
   *
   * @param index of the first entry in the whole list
   * @param count of the whole list
   */
  public record Page<T>(List<T> entries, int index, int count) {}

  /** The page of names that are sorted; one that is gone still has its place. */
  public Page<String> of(List<String> sorted, int limit) {
    int count = sorted.size();
    int from = 0;
    int to = count;
    if (index >= 0) {
      from = Math.min(index, count);
    } else if (after != null) {
      int at = place(sorted, after);
      from = at < count && sorted.get(at).equals(after) ? at + 1 : at;
    } else if (before != null && !before.isEmpty()) {
      to = place(sorted, before);
    }
    int size = Math.min(Math.min(most, limit), to - from);
    int start = isBackwards() ? to - size : from;
    return new Page<>(sorted.subList(start, start + size), start, count);
  }

  /** Where a name is or would be. */
  private static int place(List<String> sorted, String name) {
    int known = sorted.indexOf(name);
    if (known >= 0) {
      return known;
    }
    int place = 0;
    while (place < sorted.size() && sorted.get(place).compareTo(name) < 0) {
      place++;
    }
    return place;
  }
}
