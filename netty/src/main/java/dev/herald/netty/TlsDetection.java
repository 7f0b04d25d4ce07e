package dev.herald.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first byte of a connection: TLS begins by a handshake record (RFC 8446, section
 * 5.1), XMPP and HTTP by text. So one port serves both, and XEP-0368 needs none of its own.
 */
final class TlsDetection extends ByteToMessageDecoder {

  private static final int HANDSHAKE = 22;

  private final @Nullable Certificates certificates;
  private final boolean plaintext;
  private final Duration within;
  private final Consumer<ChannelHandlerContext> next;
  private @Nullable Deadline deadline;

  /**
   * @param certificates null for a port without TLS
   * @param plaintext whether a peer from elsewhere may go on without TLS
   * @param within how long the first byte may take
   * @param next adds the handlers that come after this one
   */
  TlsDetection(
      @Nullable Certificates certificates,
      boolean plaintext,
      Duration within,
      Consumer<ChannelHandlerContext> next) {
    this.certificates = certificates;
    this.plaintext = plaintext;
    this.within = within;
    this.next = next;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) throws Exception {
    deadline = new Deadline(ctx.channel());
    deadline.in(within);
    super.channelActive(ctx);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (deadline != null) {
      deadline.lift();
    }
    boolean tls = certificates != null && in.getUnsignedByte(in.readerIndex()) == HANDSHAKE;
    if (tls && certificates != null) {
      ctx.pipeline().addAfter(ctx.name(), "tls", certificates.context().newHandler(ctx.alloc()));
    } else if (certificates != null && !plaintext && !Peers.isLoopback(ctx.channel())) {
      in.skipBytes(in.readableBytes());
      ctx.close();
      return;
    }
    next.accept(ctx);
    ctx.pipeline().remove(this);
  }
}
