package dev.herald.spring;

import dev.herald.external.XmppNodePublisher;
import dev.herald.external.stream.ConnectionException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the subscriptions of pages that are gone from time to time, on a thread of its own. */
final class SubscriptionCleaning implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SubscriptionCleaning.class);

  private final XmppNodePublisher publisher;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "herald-cleaning");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Begins.
   *
   * @param pause between two times; 0 for never
   */
  SubscriptionCleaning(XmppNodePublisher publisher, Duration pause) {
    this.publisher = publisher;
    if (pause.isNegative()) {
      throw new IllegalArgumentException(
          "Subscriptions cannot be cleaned every %s; set herald.xmpp.cleaning to 10m, or to 0 for never"
              .formatted(pause));
    }
    if (!pause.isZero()) {
      long millis = Math.max(1, pause.toMillis());
      var unused =
          executor.scheduleWithFixedDelay(this::clean, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void clean() {
    try {
      int ended = publisher.endVanishedSubscriptions();
      if (ended > 0) {
        log.info("{} subscriptions of sessions that are gone have been ended", ended);
      }
    } catch (ConnectionException e) {
      log.debug("Subscriptions are cleaned when there is a connection: {}", e.getMessage());
    } catch (RuntimeException e) {
      // Or it would never be done again.
      log.warn("Subscriptions of sessions that are gone could not be ended", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
