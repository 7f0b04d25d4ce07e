package dev.herald.publisher.outbox;

import java.util.Collection;

/** Where committed changes wait until the target has taken them. Thread-safe; never blocks. */
public interface Outbox extends AutoCloseable {

  /** Takes the changes of a committed transaction to entities, whose nodes can be filled again. */
  void addEntityChanges(Collection<Change> changes);

  /**
   * Takes a change that exists nowhere else.
   *
   * @throws IllegalStateException when the outbox is full
   */
  void add(Change change);

  /** Waits for what is in the outbox, for a few seconds at most. */
  @Override
  void close();
}
