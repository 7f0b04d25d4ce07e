package dev.herald.publisher.outbox;

import java.util.Set;

/** Where changes wait until the target has taken them. Thread-safe. */
public interface Outbox extends AutoCloseable {

  /** What one transaction puts into the outbox. */
  TransactionOutbox begin();

  /**
   * Takes a change that exists nowhere else.
   *
   * @throws IllegalStateException when the outbox is full or cannot be written
   */
  void add(Change change);

  /**
   * Runs a task in the node's lane, before the changes that wait there; again if it throws.
   *
   * @param elsewhere run instead when another process sends this node's changes
   */
  void inLane(String node, Runnable task, Runnable elsewhere);

  /** Runs a task in the node's lane once nothing waits there; again if it throws. */
  void refillWhenEmpty(String node, Runnable task);

  /** The items of a node of which something waits. */
  Set<String> waiting(String node);

  /** Whether all that was committed until now has been taken by the target, or is parked. */
  boolean isIdle();

  /** Waits for what is in the outbox, for a few seconds at most. */
  @Override
  void close();
}
