package dev.herald;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** How far {@link PubSub#republish} has come. Thread-safe; it goes on whether anybody looks. */
public interface Republication {

  /** How many rows are done: published, retracted since they are gone, or refused by the target. */
  long done();

  /** How many there are; empty until they have been counted. */
  OptionalLong total();

  /**
   * Completed with their number when all rows are done, and exceptionally when the table cannot be
   * read or the publisher is closed before.
   */
  CompletableFuture<Long> completion();

  /**
   * Waits until all rows are done.
   *
   * @return their number
   * @throws IllegalStateException when they are not done by then, which goes on nevertheless; or
   *     when they cannot be done
   */
  long await(Duration timeout);
}
