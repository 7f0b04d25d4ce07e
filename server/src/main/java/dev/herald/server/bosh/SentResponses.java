package dev.herald.server.bosh;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last responses, for a client that did not get them (XEP-0124, section 14.3). Bounded in
 * number and in size; the newest is always kept. Not for use by several threads.
 */
final class SentResponses {

  /**
   * @param key of the request: without it, nobody gets the response once more (section 15)
   * @param millis when it was sent first
   */
  record Sent(String body, @Nullable String key, long millis) {}

  private final int count;
  private final long bytes;
  private final TreeMap<Long, Sent> sent = new TreeMap<>();
  private long size;
  private long last;

  /**
   * @param bytes in characters, which for XMPP's mostly ASCII text is about bytes
   */
  SentResponses(int count, long bytes) {
    this.count = count;
    this.bytes = bytes;
  }

  void keep(long rid, Sent response) {
    sent.put(rid, response);
    size += response.body().length();
    last = rid;
    while (sent.size() > count || (size > bytes && sent.size() > 1)) {
      forgetOldest();
    }
  }

  @Nullable Sent find(long rid) {
    return sent.get(rid);
  }

  /** The client has this response and all before it (section 9.2). */
  void acknowledge(long rid) {
    while (!sent.isEmpty() && sent.firstKey() <= rid) {
      forgetOldest();
    }
  }

  /** The id of the last request that was answered. */
  long last() {
    return last;
  }

  private void forgetOldest() {
    size -= sent.pollFirstEntry().getValue().body().length();
  }
}
