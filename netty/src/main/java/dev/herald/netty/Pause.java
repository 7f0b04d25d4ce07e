package dev.herald.netty;

import io.netty.channel.Channel;
import java.time.Duration;

/** Lets a channel's peer wait, by not reading from it: TCP tells the peer. On the event loop. */
final class Pause {

  private final Channel channel;
  private final Deadline end;
  private boolean waiting;
  private boolean suspended;

  Pause(Channel channel) {
    this.channel = channel;
    this.end = new Deadline(channel, this::over);
  }

  /** Counted from now; what was read before a pause may still come in, and makes it longer. */
  void take(long nanos) {
    if (nanos > 0) {
      waiting = true;
      channel.config().setAutoRead(false);
      end.in(Duration.ofNanos(nanos).plusMillis(1));
    }
  }

  /** Nothing is read until it is told to go on, whatever pauses end meanwhile. */
  void suspend(boolean stop) {
    suspended = stop;
    channel.config().setAutoRead(!stop && !waiting);
  }

  private void over() {
    waiting = false;
    channel.config().setAutoRead(!suspended);
  }

  /** Nothing comes after it any more. */
  void lift() {
    end.lift();
  }
}
