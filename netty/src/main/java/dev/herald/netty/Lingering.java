package dev.herald.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a channel so that its peer gets the last words: a socket that is closed while the peer
 * still sends is reset, and what the peer has not read yet is lost. So only this direction is
 * closed first; the rest follows with the peer's own end, or after a while.
 */
final class Lingering {

  private static final int SECONDS = 2;

  private Lingering() {}

  /**
   * Called on the event loop, by a handler that drops what it reads from now on.
   *
   * @param now whether there is nobody who would read the last words
   */
  static void close(Channel channel, boolean now) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    boolean unheard = tls != null && !tls.handshakeFuture().isSuccess();
    if (now || unheard || !channel.isActive()) {
      channel.close();
      return;
    }
    Future<?> end = channel.eventLoop().schedule(() -> channel.close(), SECONDS, TimeUnit.SECONDS);
    channel.closeFuture().addListener(closed -> end.cancel(false));
    channel.config().setAutoRead(true);
    // To shut down drops what is still to be written, so this comes after all of it.
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (tls != null) {
                tls.closeOutbound();
              } else if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
              }
            });
  }
}
