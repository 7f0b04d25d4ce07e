package dev.herald.netty;

import dev.herald.server.session.Outbound;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one channel, bounded in bytes. Elements are framed when they are
 * written, into one buffer for all that waits, which goes past Netty's pipeline unless TLS is in
 * it: an element for a thousand channels is kept once, and costs each of them a copy and a share of
 * a system call.
 *
 * <p>{@link #offer} and {@link #finish} may be called by any thread, the rest by the event loop.
 */
final class Outlet {

  /** How much is written at once; what comes after waits until the channel is writable. */
  private static final int MAX_WRITE = 64 * 1024;

  /** How long the peer may take to read what it is sent before its end. */
  private static final int LAST_SECONDS = 5;

  /** How many times the limit may wait for a peer that has not been found to be slow. */
  private static final int OWN_LAG = 16;

  /** How many elements mostly wait together, if several do. */
  private static final int FEW = 3;

  private final Channel channel;
  private final LoopWriter writer;
  private final Framing framing;
  private final long limit;

  private @Nullable ChannelHandlerContext secured;

  // Guarded by this. The first one apart: mostly there is one, and idle sessions are many.
  private @Nullable Outbound first;
  private @Nullable ArrayDeque<Outbound> more;
  private long bytes;
  private boolean queued;
  private @Nullable Runnable last;
  private @Nullable Runnable drained;
  private boolean finished;
  private boolean hurried;

  /**
   * @param limit how many bytes may wait; one element more is taken while fewer do
   */
  Outlet(Channel channel, LoopWriter writer, Framing framing, long limit) {
    this.channel = channel;
    this.writer = writer;
    this.framing = framing;
    this.limit = limit;
  }

  /** From now on what is written goes through the handlers before this context, such as TLS. */
  void through(ChannelHandlerContext context) {
    this.secured = context;
  }

  /** Whether the element was taken; if not, the peer does not keep up. */
  boolean offer(Outbound element) {
    // While the channel takes what it is given, it is this server that lags and not the peer: what
    // waits is mostly shared by all, so it may be more.
    return offer(element, channel.isWritable() ? OWN_LAG * limit : limit);
  }

  /** Takes what the peer is told before its end, however much waits already. */
  void offerLast(Outbound element) {
    offer(element, Long.MAX_VALUE);
  }

  /** How many bytes the channel has not taken yet. */
  synchronized long waiting() {
    return bytes;
  }

  /** Runs a task as soon as the channel has taken everything. One at a time. */
  void whenDrained(Runnable task) {
    synchronized (this) {
      if (bytes > 0 && !finished) {
        drained = task;
        return;
      }
    }
    task.run();
  }

  private boolean offer(Outbound element, long most) {
    boolean wake;
    synchronized (this) {
      if (finished) {
        return true;
      }
      if (bytes >= most) {
        return false;
      }
      if (first == null) {
        first = element;
      } else {
        if (more == null) {
          more = new ArrayDeque<>(FEW);
        }
        more.add(element);
      }
      bytes += element.length();
      wake = !queued;
      queued = true;
    }
    if (wake) {
      writer.add(this);
    }
    return true;
  }

  /**
   * Nothing more is taken; when all that waits is written, {@code task} runs on the event loop.
   *
   * @param drop whether what waits is not to be written, since nobody reads it
   */
  void finish(boolean drop, Runnable task) {
    synchronized (this) {
      if (finished) {
        return;
      }
      finished = true;
      last = task;
      if (drop) {
        first = null;
        more = null;
        bytes = 0;
      }
      queued = true;
    }
    // Even if it is queued already, for the channel may never take more.
    writer.add(this);
  }

  /** Writes what waits, as far as the channel takes it; called again when it takes more. */
  void flush() {
    while (true) {
      Runnable end = null;
      Runnable empty = null;
      ByteBuf out = null;
      boolean hurry = false;
      synchronized (this) {
        if (first == null) {
          queued = false;
          end = last;
          last = null;
          empty = drained;
          drained = null;
        } else if (channel.isWritable()) {
          out = next();
        } else if (last != null && !hurried) {
          hurried = true;
          hurry = true;
        }
      }
      if (out != null) {
        write(out);
      } else {
        if (empty != null) {
          empty.run();
        }
        if (end != null) {
          end.run();
        } else if (hurry) {
          closeSoon();
        }
        return;
      }
    }
  }

  /** A peer that has stopped to read would keep the channel and what waits for ever. */
  private void closeSoon() {
    Future<?> close =
        channel.eventLoop().schedule(() -> channel.close(), LAST_SECONDS, TimeUnit.SECONDS);
    channel.closeFuture().addListener(closed -> close.cancel(false));
  }

  /** Gives up the channel and all that waits for it. */
  void abandon() {
    finish(true, () -> {});
    channel.close();
  }

  /** What is to be written next, in one buffer; nothing when nothing waits. */
  private @Nullable ByteBuf next() {
    Outbound element = first;
    if (element == null) {
      return null;
    }
    int size = framing.length(element);
    ArrayDeque<Outbound> rest = more;
    if (rest != null) {
      for (Outbound other : rest) {
        size += framing.length(other);
        if (size > MAX_WRITE) {
          break;
        }
      }
    }
    ByteBuf out =
        channel.alloc().directBuffer(Math.min(size, Math.max(MAX_WRITE, framing.length(element))));
    do {
      framing.write(element, out);
      bytes -= element.length();
      element = rest == null ? null : rest.poll();
    } while (element != null && framing.length(element) <= out.writableBytes());
    first = element;
    if (element == null) {
      more = null;
    }
    return out;
  }

  private void write(ByteBuf out) {
    ChannelHandlerContext context = secured;
    if (context != null) {
      context.writeAndFlush(out);
    } else {
      Channel.Unsafe unsafe = channel.unsafe();
      unsafe.write(out, channel.voidPromise());
      unsafe.flush();
    }
  }

  /** Whose it is. */
  @Override
  public String toString() {
    return Peers.of(channel).toString();
  }
}
