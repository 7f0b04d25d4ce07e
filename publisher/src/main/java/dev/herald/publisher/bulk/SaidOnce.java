package dev.herald.publisher.bulk;

import java.util.LinkedHashMap;
import java.util.Map;

/** What has been said already; of very much, the latest. Thread-safe. */
final class SaidOnce {

  private static final int REMEMBERED = 1_000;

  private final Map<String, Boolean> texts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  synchronized boolean first(String text) {
    return texts.put(text, true) == null;
  }
}
