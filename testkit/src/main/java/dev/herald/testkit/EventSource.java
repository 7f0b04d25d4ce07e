package dev.herald.testkit;

import java.util.List;
import java.util.function.Predicate;

/** Where assertions look. */
interface EventSource {

  /** Waits, where there is something to wait for, until the events are enough; those of then. */
  List<RecordedEvent> await(Predicate<List<RecordedEvent>> enough);

  /**
   * All events, when no more can come of what has been done.
   *
   * @throws AssertionError when that cannot be shown
   */
  List<RecordedEvent> complete();

  /** Until when, for messages: "within 10 s". */
  String when();

  /** What else may explain that an expectation of a node is not met. */
  List<String> hints(String node);
}
