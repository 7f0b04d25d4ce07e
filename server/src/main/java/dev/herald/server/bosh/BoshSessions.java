package dev.herald.server.bosh;

import dev.herald.server.sasl.Peer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All sessions by their ids, as many as there may be. Thread-safe. */
final class BoshSessions {

  private final int most;
  private final int mostPerAddress;
  private final Map<String, BoshSession> sessions = new ConcurrentHashMap<>();
  private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  BoshSessions(int most, int mostPerAddress) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
  }

  /**
   * Takes a place for a session from this address; returns whether there was one. The addresses of
   * this machine are not counted, since a proxy on it brings everybody.
   */
  boolean reserve(String address) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return false;
    }
    if (Peer.isLoopback(address)) {
      return true;
    }
    AtomicBoolean hasPlace = new AtomicBoolean();
    byAddress.compute(
        address,
        (key, before) -> {
          int open = before == null ? 0 : before;
          hasPlace.set(open < mostPerAddress);
          return open < mostPerAddress ? open + 1 : before;
        });
    if (!hasPlace.get()) {
      count.decrementAndGet();
    }
    return hasPlace.get();
  }

  /** Keeps a session for which there is a place. */
  void add(String sid, BoshSession session) {
    sessions.put(sid, session);
  }

  @Nullable BoshSession find(String sid) {
    return sessions.get(sid);
  }

  /** Gives the place of a session free; does nothing when that was done before. */
  void remove(String sid) {
    BoshSession removed = sessions.remove(sid);
    if (removed != null) {
      byAddress.computeIfPresent(
          removed.peer().network(), (address, before) -> before > 1 ? before - 1 : null);
      count.decrementAndGet();
    }
  }

  int size() {
    return sessions.size();
  }
}
