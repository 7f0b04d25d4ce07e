package dev.herald.server.pubsub.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 8.4: where deleted nodes are now, the last of them. Thread-safe. */
final class Redirects {

  private final Map<String, String> uris = new LinkedHashMap<>();

  synchronized void put(String node, String uri) {
    uris.remove(node);
    uris.put(node, uri);
    if (uris.size() > NodeTransaction.MOST_MOVED) {
      uris.remove(uris.keySet().iterator().next());
    }
  }

  synchronized void remove(String node) {
    uris.remove(node);
  }

  synchronized @Nullable String of(String node) {
    return uris.get(node);
  }
}
