package dev.herald.server.registration;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many accounts an address may make, and how often an account may change: 10 times an hour.
 * Remembers 10,000 of them. Thread-safe.
 */
final class RegistrationThrottle {

  private static final int MOST = 10;
  private static final long WINDOW = Duration.ofHours(1).toNanos();
  private static final int ADDRESSES = 10_000;

  private record Made(int count, long since) {}

  private final Map<String, Made> byAddress =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Made> eldest) {
          return size() > ADDRESSES;
        }
      };

  synchronized boolean admits(String address) {
    long now = System.nanoTime();
    Made made = byAddress.get(address);
    if (made == null || now - made.since() > WINDOW) {
      byAddress.remove(address);
      byAddress.put(address, new Made(1, now));
      return true;
    }
    if (made.count() >= MOST) {
      return false;
    }
    byAddress.put(address, new Made(made.count() + 1, made.since()));
    return true;
  }
}
