package dev.herald.netty;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a peer who does not get done in time: with a request that comes byte by byte, or
 * with nothing at all. For the event loop only.
 */
final class Deadline {

  private final Channel channel;
  private final Runnable late;
  private @Nullable Future<?> task;

  Deadline(Channel channel, Runnable late) {
    this.channel = channel;
    this.late = late;
  }

  /** From now on; an earlier one does not count any more. */
  void in(Duration time) {
    lift();
    if (channel.isOpen()) {
      task = channel.eventLoop().schedule(late, time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  void lift() {
    if (task != null) {
      task.cancel(false);
      task = null;
    }
  }
}
