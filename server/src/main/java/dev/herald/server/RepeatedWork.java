package dev.herald.server;

import dev.herald.server.pubsub.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What is done again and again with a store that may be away. The log says when it begins to fail,
 * each minute that it goes on to, and when it works again: a line each time would hide all others.
 * Thread-safe.
 */
final class RepeatedWork implements Runnable {

  private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

  private final String what;
  private final Runnable work;
  private final Logger log;
  private final InstantSource clock;

  /** Null while it works. */
  private @Nullable Instant failingSince;

  private Instant said = Instant.EPOCH;

  /**
   * Work for a timer.
   *
   * @param what it is, as the beginning of a sentence
   */
  RepeatedWork(String what, Runnable work, Logger log, InstantSource clock) {
    this.what = what;
    this.work = work;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void run() {
    try {
      work.run();
    } catch (StoreException e) {
      failed(e);
      return;
    }
    worked();
  }

  private synchronized void failed(StoreException e) {
    Instant now = clock.instant();
    if (failingSince == null) {
      failingSince = now;
      said = now;
      log.warn("{} fails: {}", what, e.getMessage());
    } else if (!now.isBefore(said.plus(BETWEEN_LINES))) {
      said = now;
      log.warn("{} has failed for {} s: {}", what, seconds(failingSince, now), e.getMessage());
    }
  }

  private synchronized void worked() {
    if (failingSince != null) {
      log.info("{} works again, after {} s", what, seconds(failingSince, clock.instant()));
      failingSince = null;
    }
  }

  private static long seconds(Instant from, Instant to) {
    return Duration.between(from, to).toSeconds();
  }
}
