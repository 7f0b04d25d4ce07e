package dev.herald.server.pubsub;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what was added in the order of adding, without a lock and without a thread of its own:
 * whoever finds the lane idle runs it until it is empty. So events are ordered under a node's lock
 * and delivered after it is released.
 */
final class DeliveryLane {

  private static final Logger log = LoggerFactory.getLogger(DeliveryLane.class);

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  /** Adds a delivery; the caller holds the lock that says what comes first. */
  void add(Runnable delivery) {
    waiting.add(delivery);
  }

  /** Runs what waits, unless another thread does so already and will find it. */
  void run() {
    if (pending.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      Runnable next;
      while ((next = waiting.poll()) != null) {
        deliver(next);
      }
      seen = pending.addAndGet(-seen);
    } while (seen != 0);
  }

  private static void deliver(Runnable delivery) {
    try {
      delivery.run();
    } catch (RuntimeException e) {
      // A sink must not throw; if one does, the lane still belongs to all the others.
      log.error("An event could not be delivered", e);
    }
  }
}
