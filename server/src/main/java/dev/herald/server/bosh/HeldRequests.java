package dev.herald.server.bosh;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for something to be answered with, in the order of their ids. Not for use
 * by several threads.
 */
final class HeldRequests {

  /**
   * @param timeout ends the waiting
   */
  private record Held(BoshCall call, BoshTime.Alarm timeout) {}

  private final TreeMap<Long, Held> held = new TreeMap<>();

  void add(BoshCall call, BoshTime.Alarm timeout) {
    held.put(call.rid(), new Held(call, timeout));
  }

  @Nullable BoshCall find(long rid) {
    Held found = held.get(rid);
    return found == null ? null : found.call();
  }

  /** Lets another connection wait in the place of the one that was first to bring the request. */
  void replace(BoshCall call) {
    held.computeIfPresent(call.rid(), (rid, before) -> new Held(call, before.timeout()));
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  int size() {
    return held.size();
  }

  /** Whether there is a request of this id or a lower one. */
  boolean hasUpTo(long rid) {
    return !held.isEmpty() && held.firstKey() <= rid;
  }

  /** The oldest, which waits no longer. There must be one. */
  BoshCall take() {
    Held oldest = held.pollFirstEntry().getValue();
    oldest.timeout().cancel();
    return oldest.call();
  }

  /** All of them, the oldest first, which wait no longer. */
  List<BoshCall> takeAll() {
    List<BoshCall> all = new ArrayList<>(held.size());
    while (!held.isEmpty()) {
      all.add(take());
    }
    return all;
  }
}
