package dev.herald.benchmarks.poll;

import dev.herald.benchmarks.board.Commit;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** From the call of commit() until a page knows the change, or one that came after it. */
final class Delays {

  private final List<Commit> commits;
  private final long first;
  private final long[] known;

  /**
   * @param commits without gaps, of all that has been changed since the pages were opened
   */
  Delays(List<Commit> commits, int pages) {
    if (commits.isEmpty()) {
      throw new IllegalStateException("Nothing has been changed while the pages were open");
    }
    for (int i = 1; i < commits.size(); i++) {
      if (commits.get(i).number() != commits.get(0).number() + i) {
        throw new IllegalArgumentException("A change is missing before " + commits.get(i));
      }
    }
    this.commits = List.copyOf(commits);
    this.first = commits.get(0).number();
    this.known = new long[pages];
    Arrays.fill(known, first - 1);
  }

  /**
   * The delays of what pages learned in a stretch of time, in nanoseconds. Changes that came soon
   * after one another, of which a page has seen the last only, count each.
   *
   * @param arrivals all since the pages were opened, in the order of their time
   * @throws IllegalStateException when an answer lacks a change that was committed before it was
   *     asked for, or one that was told is not the next
   */
  Histogram between(long from, long to, List<Arrival> arrivals) {
    Histogram delays = new Histogram(3);
    for (Arrival arrival : arrivals) {
      check(arrival);
      for (long number = known[arrival.page()] + 1; number <= arrival.number(); number++) {
        if (arrival.at() - from >= 0 && arrival.at() - to < 0) {
          delays.recordValue(Math.max(0, arrival.at() - commit(number).called()));
        }
      }
      known[arrival.page()] = Math.max(known[arrival.page()], arrival.number());
    }
    return delays;
  }

  /** How many pages do not know the last change. */
  long behind() {
    long last = first + commits.size() - 1;
    return Arrays.stream(known).filter(number -> number < last).count();
  }

  private void check(Arrival arrival) {
    long before = known[arrival.page()];
    if (arrival.wasAsked()) {
      long next = arrival.number() + 1;
      boolean stale =
          next - first >= 0 && has(next) && commit(next).returned() - arrival.asked() < 0;
      if (stale || arrival.number() < before) {
        throw new IllegalStateException("Older than what had been committed: " + arrival);
      }
    } else if (arrival.number() != before + 1) {
      throw new IllegalStateException("Not the one after " + before + ": " + arrival);
    }
  }

  private boolean has(long number) {
    return number - first < commits.size();
  }

  private Commit commit(long number) {
    return commits.get(Math.toIntExact(number - first));
  }
}
