package dev.herald.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;

/**
 * A handshake of a server's TLS context with itself, in memory: that a key is not the
 * certificate's, or fits no cipher, would be found by the first client otherwise.
 */
final class Rehearsal {

  /** There and back; TLS 1.2, the longest, needs two. */
  private static final int ROUNDS = 5;

  private Rehearsal() {}

  /**
   * @throws IllegalArgumentException when no handshake comes about
   */
  static void of(SslContext context) throws IOException {
    SslContext anyone =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .build();
    SslHandler handler = context.newHandler(UnpooledByteBufAllocator.DEFAULT);
    EmbeddedChannel server = new EmbeddedChannel(handler);
    EmbeddedChannel client =
        new EmbeddedChannel(anyone.newHandler(UnpooledByteBufAllocator.DEFAULT));
    try {
      for (int i = 0; i < ROUNDS; i++) {
        pass(client, server);
        pass(server, client);
      }
    } catch (Exception e) {
      // The channels throw whatever TLS does, without declaring it.
      throw unfit(e);
    } finally {
      client.finishAndReleaseAll();
      server.finishAndReleaseAll();
    }
    if (!handler.handshakeFuture().isSuccess()) {
      throw unfit(handler.handshakeFuture().cause());
    }
  }

  private static void pass(EmbeddedChannel from, EmbeddedChannel to) {
    for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      to.writeInbound(bytes);
    }
  }

  private static IllegalArgumentException unfit(Throwable cause) {
    return new IllegalArgumentException(
        "No TLS handshake comes about with them; the key may not be the certificate's", cause);
  }
}
