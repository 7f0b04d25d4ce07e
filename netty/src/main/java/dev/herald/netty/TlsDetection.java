package dev.herald.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the first byte of a connection: TLS begins by a handshake record (RFC 8446, section
 * 5.1), XMPP and HTTP by text. So one port serves both, and XEP-0368 needs none of its own.
 */
final class TlsDetection extends ByteToMessageDecoder {

  private static final Logger log = LoggerFactory.getLogger(TlsDetection.class);
  private static final int HANDSHAKE = 22;

  private final @Nullable Certificates certificates;
  private final boolean plaintext;
  private final Consumer<ChannelHandlerContext> next;

  /**
   * @param certificates null for a port without TLS
   * @param plaintext whether a peer from elsewhere may go on without TLS
   * @param next makes the handlers that come after this one ready; the time for the first byte is
   *     theirs
   */
  TlsDetection(
      @Nullable Certificates certificates,
      boolean plaintext,
      Consumer<ChannelHandlerContext> next) {
    this.certificates = certificates;
    this.plaintext = plaintext;
    this.next = next;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    boolean tls = certificates != null && in.getUnsignedByte(in.readerIndex()) == HANDSHAKE;
    if (tls && certificates != null) {
      ctx.pipeline().addAfter(ctx.name(), "tls", certificates.newHandler(ctx.alloc()));
    } else if (certificates != null && !plaintext && !Peers.isLoopback(ctx.channel())) {
      log.info("{} comes without TLS and is refused", Peers.of(ctx.channel()));
      in.skipBytes(in.readableBytes());
      ctx.close();
      return;
    }
    next.accept(ctx);
    ctx.pipeline().remove(this);
  }
}
