package dev.herald.server.script;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What has come in and was not looked at yet. Thread-safe. */
public final class Inbox {

  private final BlockingQueue<Received> queue = new LinkedBlockingQueue<>();
  private @Nullable XmlElement error;
  private boolean ended;

  /** A complete element; a stream error is kept for the end, which follows it. */
  public synchronized void element(XmlElement element) {
    if (element.is(Namespaces.STREAMS, "error")) {
      error = element;
    } else {
      queue.add(
          ended
              ? new Received.Lost("after its end came " + element)
              : new Received.Element(element));
    }
  }

  /** The stream has ended; what the connection does then is of no interest. */
  public synchronized void ended() {
    if (!ended) {
      ended = true;
      queue.add(new Received.End(error));
    }
  }

  /** The connection has ended. */
  public synchronized void lost(String why) {
    if (!ended) {
      ended = true;
      queue.add(new Received.Lost(why));
    }
  }

  /** The next, which stays there; null when there is none yet. */
  public @Nullable Received peek() {
    return queue.peek();
  }

  /** The next; null when there is none within the time. */
  public @Nullable Received next(Duration atMost) {
    try {
      return queue.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for the server", e);
    }
  }
}
