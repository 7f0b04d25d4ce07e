package dev.herald.server.pubsub.store.jdbc;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@link CrashingPublisher} has said before it was killed. */
final class Said {

  private static final Pattern ACKNOWLEDGED = Pattern.compile("(\\S+) ([+-]\\S+) done");
  private static final Pattern TOLD = Pattern.compile("(\\S+) ([+-]\\S+) told as (\\d+)\\.");

  private final Map<String, Set<String>> acknowledged = new HashMap<>();
  private final Map<String, Map<Long, String>> told = new HashMap<>();
  private int count;

  static String sign(boolean retracted) {
    return retracted ? "-" : "+";
  }

  static String done(String node, boolean retracted, String id) {
    return node + " " + sign(retracted) + id + " done";
  }

  static String told(String node, boolean retracted, String id, long version) {
    return node + " " + sign(retracted) + id + " told as " + version + ".";
  }

  /** Notes a line; one that was cut off says nothing. */
  void line(String line) {
    Matcher done = ACKNOWLEDGED.matcher(line);
    if (done.matches()) {
      count++;
      acknowledged.computeIfAbsent(done.group(1), node -> new HashSet<>()).add(done.group(2));
    }
    Matcher telling = TOLD.matcher(line);
    if (telling.matches()) {
      told.computeIfAbsent(telling.group(1), node -> new HashMap<>())
          .put(Long.valueOf(telling.group(3)), telling.group(2));
    }
  }

  /** How many requests were acknowledged. */
  int count() {
    return count;
  }

  /** A sign and the item's id, of each request at a node. */
  Set<String> acknowledged(String node) {
    return acknowledged.getOrDefault(node, Set.of());
  }

  /** The same of what a subscriber was told, by the versions. */
  Map<Long, String> told(String node) {
    return told.getOrDefault(node, Map.of());
  }
}
