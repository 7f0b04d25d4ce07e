package dev.herald.server.pubsub;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0060, section 8.4: where deleted nodes are now. In memory only, the last 10,000 of them; a
 * node that is there again is found before its redirect. Thread-safe.
 */
final class Redirects {

  static final int MOST = 10_000;

  private final Map<String, String> uris = new LinkedHashMap<>();

  /**
   * Notes what is known of a node that was deleted.
   *
   * @param uri null when it is nowhere
   */
  synchronized void put(String node, @Nullable String uri) {
    uris.remove(node);
    if (uri == null) {
      return;
    }
    uris.put(node, uri);
    if (uris.size() > MOST) {
      uris.remove(uris.keySet().iterator().next());
    }
  }

  synchronized @Nullable String of(String node) {
    return uris.get(node);
  }
}
