package dev.herald.netty;

import io.netty.channel.Channel;
import java.time.Duration;

/** Lets a channel's peer wait, by not reading from it: TCP tells the peer. On the event loop. */
final class Pause {

  private final Channel channel;
  private final Deadline end;

  Pause(Channel channel) {
    this.channel = channel;
    this.end = new Deadline(channel, () -> channel.config().setAutoRead(true));
  }

  /** Counted from now; what was read before a pause may still come in, and makes it longer. */
  void take(long nanos) {
    if (nanos > 0) {
      channel.config().setAutoRead(false);
      end.in(Duration.ofNanos(nanos).plusMillis(1));
    }
  }

  /** Nothing comes after it any more. */
  void lift() {
    end.lift();
  }
}
