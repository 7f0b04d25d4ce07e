package dev.herald.server.bosh;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands responses over in the order in which a session's lock has put them here, after that lock is
 * released: whoever finds the lane idle empties it. Thread-safe.
 */
final class ResponseLane {

  private static final Logger log = LoggerFactory.getLogger(ResponseLane.class);

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  /** Adds a call of a responder; the caller holds the session's lock. */
  void add(Runnable response) {
    waiting.add(response);
  }

  /** Makes the calls that wait; the caller holds no lock. */
  void run() {
    if (pending.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      Runnable next;
      while ((next = waiting.poll()) != null) {
        call(next);
      }
      seen = pending.addAndGet(-seen);
    } while (seen != 0);
  }

  private static void call(Runnable response) {
    try {
      response.run();
    } catch (RuntimeException e) {
      // It must not throw. The client may still ask for the response again.
      log.error("A BOSH response could not be handed over", e);
    }
  }
}
