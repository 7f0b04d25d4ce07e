package dev.herald.netty;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/** Lets a channel's peer wait, by not reading from it: TCP tells the peer. On the event loop. */
final class Pause {

  private final Channel channel;

  Pause(Channel channel) {
    this.channel = channel;
  }

  void take(long nanos) {
    if (nanos > 0) {
      channel.config().setAutoRead(false);
      channel
          .eventLoop()
          .schedule(() -> channel.config().setAutoRead(true), nanos, TimeUnit.NANOSECONDS);
    }
  }
}
