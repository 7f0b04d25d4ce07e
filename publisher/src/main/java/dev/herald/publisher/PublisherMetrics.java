package dev.herald.publisher;

import java.util.concurrent.atomic.LongAdder;

/** What the publisher has done since its start. Thread-safe. */
public final class PublisherMetrics {

  private final LongAdder published = new LongAdder();
  private final LongAdder retracted = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder replacedCharacters = new LongAdder();
  private final LongAdder refills = new LongAdder();
  private final LongAdder refetches = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /** Items that the target has taken. */
  public long published() {
    return published.sum();
  }

  /** Retractions that the target has taken. */
  public long retracted() {
    return retracted.sum();
  }

  /** Changes that could not be written as a payload, or were refused for good. */
  public long failed() {
    return failed.sum();
  }

  /** Characters that XML cannot carry and that became U+FFFD. */
  public long replacedCharacters() {
    return replacedCharacters.sum();
  }

  /** How often a node was filled again from its table because the outbox was full. */
  public long refills() {
    return refills.sum();
  }

  /** How often a node was compared with its table, as after a bulk statement. */
  public long refetches() {
    return refetches.sum();
  }

  /** Changes of entities that found no room in the outbox; a refill announces what they did. */
  public long dropped() {
    return dropped.sum();
  }

  public void countPublished() {
    published.increment();
  }

  public void countRetracted() {
    retracted.increment();
  }

  public void countFailed() {
    failed.increment();
  }

  public void countReplacedCharacters(int number) {
    replacedCharacters.add(number);
  }

  public void countDropped() {
    dropped.increment();
  }

  public void countRefill() {
    refills.increment();
  }

  public void countRefetch() {
    refetches.increment();
  }
}
