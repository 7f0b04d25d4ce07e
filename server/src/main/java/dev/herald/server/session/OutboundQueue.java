package dev.herald.server.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one peer, bounded in size. One element more is taken while less than
 * the limit waits, so that a large answer to a client that reads is never refused.
 *
 * <p>Safe for use by several threads.
 */
public final class OutboundQueue {

  private final long limit;
  private final ArrayDeque<Outbound> waiting = new ArrayDeque<>();
  private long size;

  /**
   * @param limit in bytes
   */
  public OutboundQueue(long limit) {
    this.limit = limit;
  }

  /** Whether the element was taken; if not, the peer does not keep up. */
  public synchronized boolean offer(Outbound element) {
    if (size >= limit) {
      return false;
    }
    waiting.add(element);
    size += element.length();
    return true;
  }

  public synchronized @Nullable Outbound poll() {
    Outbound next = waiting.poll();
    if (next != null) {
      size -= next.length();
    }
    return next;
  }

  /** All that waits, as text. */
  public List<String> drainXml() {
    List<Outbound> all;
    synchronized (this) {
      all = new ArrayList<>(waiting);
      clear();
    }
    return all.stream().map(Outbound::xml).toList();
  }

  /** In bytes. */
  public synchronized long size() {
    return size;
  }

  public synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  public synchronized void clear() {
    waiting.clear();
    size = 0;
  }
}
