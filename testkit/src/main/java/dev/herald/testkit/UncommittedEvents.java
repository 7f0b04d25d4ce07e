package dev.herald.testkit;

import dev.herald.UncommittedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The events that the commit of an open transaction would lead to. */
final class UncommittedEvents implements EventSource {

  private final Supplier<List<UncommittedChange>> changes;

  /**
   * Of a transaction.
   *
   * @param changes flushes and reads them
   */
  UncommittedEvents(Supplier<List<UncommittedChange>> changes) {
    this.changes = changes;
  }

  /** Nobody else works on the transaction, so there is nothing to wait for. */
  @Override
  public List<RecordedEvent> await(Predicate<List<RecordedEvent>> enough) {
    return complete();
  }

  @Override
  public List<RecordedEvent> complete() {
    return events(changes.get());
  }

  static List<RecordedEvent> events(List<UncommittedChange> changes) {
    return changes.stream().map(RecordedEvent::of).filter(Objects::nonNull).toList();
  }

  @Override
  public String when() {
    return "on the commit of this transaction";
  }

  @Override
  public List<String> hints(String node) {
    List<String> hints = new ArrayList<>();
    for (UncommittedChange change : changes.get()) {
      if (change.failure() != null) {
        hints.add(
            "The %s of '%s' in '%s' cannot be written: %s"
                .formatted(change.operation(), change.itemId(), change.node(), change.failure()));
      }
    }
    return hints;
  }
}
