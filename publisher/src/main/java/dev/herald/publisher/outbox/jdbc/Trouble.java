package dev.herald.publisher.outbox.jdbc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that what a timer does has begun to fail, and that it works again. */
final class Trouble {

  private static final Logger log = LoggerFactory.getLogger(Trouble.class);

  private final String what;
  private boolean failing;

  /**
   * @param what what the outbox's database is asked for, such as "looked through"
   */
  Trouble(String what) {
    this.what = what;
  }

  /** Does it; the timer goes on whatever happens. */
  void guard(Runnable action) {
    try {
      action.run();
      if (failing) {
        failing = false;
        log.info("The outbox can be {} again", what);
      }
    } catch (RuntimeException | Error e) {
      if (!failing) {
        failing = true;
        log.warn("The outbox cannot be {}; trying again until it can: {}", what, e.toString());
      }
      log.debug("The failure", e);
    }
  }
}
