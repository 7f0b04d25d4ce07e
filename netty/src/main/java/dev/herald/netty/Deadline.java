package dev.herald.netty;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a channel whose peer does not get done in time: a request that comes byte by byte, a
 * connection that says nothing. For the event loop only.
 */
final class Deadline {

  private final Channel channel;
  private @Nullable Future<?> task;

  Deadline(Channel channel) {
    this.channel = channel;
  }

  /** From now on; an earlier one does not count any more. */
  void in(Duration time) {
    lift();
    task =
        channel.eventLoop().schedule(() -> channel.close(), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  void lift() {
    if (task != null) {
      task.cancel(false);
      task = null;
    }
  }
}
