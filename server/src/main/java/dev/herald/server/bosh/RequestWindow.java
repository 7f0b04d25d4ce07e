package dev.herald.server.bosh;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests that have come and were not handled yet, by their ids (XEP-0124, section 14.2). Not
 * for use by several threads.
 */
final class RequestWindow {

  private final int size;
  private final TreeMap<Long, BoshCall> waiting = new TreeMap<>();
  private long next;

  /**
   * @param size how far an id may run ahead of the last one handled
   * @param first the id of the next request
   */
  RequestWindow(int size, long first) {
    this.size = size;
    this.next = first;
  }

  /** Whether a request of this id was handled already, or is being handled. */
  boolean isPast(long rid) {
    return rid < next;
  }

  /** Whether the id is none that this client could use now. */
  boolean isBeyond(BoshCall call) {
    int room = call.isLeaving() ? size + 1 : size;
    return call.rid() >= next + room;
  }

  /**
   * Takes a request.
   *
   * @return the one of the same id that was waiting, which this one replaces
   */
  @Nullable BoshCall put(BoshCall call) {
    return waiting.put(call.rid(), call);
  }

  /** The next request whose turn it is, if it has come. */
  @Nullable BoshCall poll() {
    BoshCall call = waiting.remove(next);
    if (call != null) {
      next++;
    }
    return call;
  }

  @Nullable BoshCall find(long rid) {
    return waiting.get(rid);
  }

  /** The highest id that has come, with all lower ones (section 9.1). */
  long received() {
    long received = next - 1;
    while (waiting.containsKey(received + 1)) {
      received++;
    }
    return received;
  }

  /** How many wait, without the one more that section 11 allows to whoever goes away. */
  int staying() {
    return (int) waiting.values().stream().filter(call -> !call.isLeaving()).count();
  }

  Collection<BoshCall> clear() {
    List<BoshCall> all = List.copyOf(waiting.values());
    waiting.clear();
    return all;
  }
}
