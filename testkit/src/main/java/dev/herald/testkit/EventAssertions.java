package dev.herald.testkit;

import java.util.ArrayList;
import java.util.List;

/** What a test can say of events. */
public abstract sealed class EventAssertions permits HeraldEvents, OnCommit {

  private final EventSource source;

  EventAssertions(EventSource source) {
    this.source = source;
  }

  /** An item was published to the node; what follows is said of it. */
  public EventAssert published(String node) {
    return EventAssert.of(source, List.of(Expectation.published(node)));
  }

  /** An item was retracted from the node, as that of a row that is deleted or moves away. */
  public EventAssert retracted(String node) {
    return EventAssert.of(source, List.of(Expectation.retracted(node)));
  }

  /**
   * Items of these ids were published to the node in this order, with others between them or not.
   */
  public void publishedInOrder(String node, Object... itemIds) {
    List<Expectation> expected = new ArrayList<>();
    for (Object itemId : itemIds) {
      expected.add(Expectation.published(node).and(Condition.id(itemId.toString())));
    }
    if (expected.isEmpty()) {
      throw new IllegalArgumentException(
          "Say which items of '" + node + "' are expected, or use nothingPublished");
    }
    EventAssert unused = EventAssert.of(source, expected);
  }

  /**
   * Nothing was published or retracted, and nothing that has been committed is on its way. In a
   * transaction that is still open and would publish something it fails, as that is not known then.
   */
  public void nothingPublished() {
    requireNone("Expected nothing to be published or retracted.", source.complete());
  }

  /** As {@link #nothingPublished()}, of one node. */
  public void nothingPublished(String node) {
    requireNone(
        "Expected nothing to be published to '%s' or retracted from it.".formatted(node),
        source.complete().stream().filter(event -> event.node().equals(node)).toList());
  }

  private static void requireNone(String expected, List<RecordedEvent> events) {
    if (!events.isEmpty()) {
      throw Failure.of(expected, events, event -> null, List.of());
    }
  }

  /** The events so far, for assertions of other kinds; does not wait. */
  public List<RecordedEvent> all() {
    return source.await(events -> true);
  }

  /** The events of one node so far; does not wait. */
  public List<RecordedEvent> at(String node) {
    return all().stream().filter(event -> event.node().equals(node)).toList();
  }
}
