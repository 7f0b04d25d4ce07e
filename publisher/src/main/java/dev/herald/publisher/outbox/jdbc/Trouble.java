package dev.herald.publisher.outbox.jdbc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that what a timer does has begun to fail, and that it works again. */
final class Trouble {

  private static final Logger log = LoggerFactory.getLogger(Trouble.class);

  private boolean failing;

  /** Does it; the timer goes on whatever happens. */
  void guard(Runnable action) {
    try {
      action.run();
      if (failing) {
        failing = false;
        log.info("The outbox's database works again");
      }
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        log.warn(
            "The outbox cannot be looked through; trying again until it can: {}", e.toString());
      }
      log.debug("The failure", e);
    }
  }
}
