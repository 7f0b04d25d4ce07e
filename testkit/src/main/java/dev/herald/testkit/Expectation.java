package dev.herald.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One event that is expected at a node. */
record Expectation(String node, boolean retraction, List<Condition> conditions) {

  static Expectation published(String node) {
    return new Expectation(node, false, List.of());
  }

  static Expectation retracted(String node) {
    return new Expectation(node, true, List.of());
  }

  Expectation and(Condition condition) {
    List<Condition> more = new ArrayList<>(conditions);
    more.add(condition);
    return new Expectation(node, retraction, List.copyOf(more));
  }

  boolean isMetBy(RecordedEvent event) {
    return mismatch(event) == null;
  }

  /** What an event has instead; null when it is the one. */
  @Nullable String mismatch(RecordedEvent event) {
    if (!event.node().equals(node)) {
      return "another node";
    }
    if (event.isRetraction() != retraction) {
      return retraction ? "published" : "retracted";
    }
    for (Condition condition : conditions) {
      String mismatch = condition.mismatch().apply(event);
      if (mismatch != null) {
        return mismatch;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    String what =
        retraction
            ? "an item retracted from '" + node + "'"
            : "an item published to '" + node + "'";
    return conditions.isEmpty()
        ? what
        : conditions.stream()
            .map(Condition::text)
            .collect(Collectors.joining(", ", what + " ", ""));
  }
}
