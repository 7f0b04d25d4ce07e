package dev.herald.testkit;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** Says what was expected, and what there is. */
final class Failure {

  private static final int SHOWN = 50;

  private Failure() {}

  /**
   * A failed assertion.
   *
   * @param expected a sentence
   * @param mismatch why an event is not the one; null to say nothing
   */
  static AssertionFailedError of(
      String expected,
      List<RecordedEvent> events,
      Function<RecordedEvent, @Nullable String> mismatch,
      List<String> hints) {
    StringBuilder message = new StringBuilder(expected);
    message.append(events.isEmpty() ? "\nThere is nothing at all." : "\nThere is:");
    int from = Math.max(0, events.size() - SHOWN);
    if (from > 0) {
      message.append("\n  … ").append(from).append(" before these");
    }
    for (int i = from; i < events.size(); i++) {
      message.append("\n  ").append(i + 1).append(". ").append(events.get(i));
      String why = mismatch.apply(events.get(i));
      if (why != null) {
        message.append("   <- ").append(why);
      }
    }
    hints.forEach(hint -> message.append('\n').append(hint));
    return new AssertionFailedError(message.toString());
  }
}
