package dev.herald.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What each connection of the HTTP port begins with, in the clear or by TLS. */
final class HttpPort implements Consumer<Channel> {

  private final HttpSettings settings;
  private final @Nullable Certificates certificates;
  private final boolean plaintext;
  private final Function<Channel, LoopWriter> writers;

  /**
   * @param certificates null for a port without TLS
   * @param plaintext whether a peer from elsewhere may go on without TLS
   */
  HttpPort(
      HttpSettings settings,
      @Nullable Certificates certificates,
      boolean plaintext,
      Function<Channel, LoopWriter> writers) {
    this.settings = settings;
    this.certificates = certificates;
    this.plaintext = plaintext;
    this.writers = writers;
  }

  @Override
  public void accept(Channel channel) {
    HttpConnection connection = new HttpConnection(settings, channel, writers.apply(channel));
    Consumer<ChannelHandlerContext> ready =
        ctx ->
            channel
                .pipeline()
                .addBefore("http", "codec", new HttpServerCodec())
                .addBefore(
                    "http",
                    "whole",
                    new BoundedRequests(settings.maxContent(), connection::tooLarge));
    channel
        .pipeline()
        .addLast(new TlsDetection(certificates, plaintext, ready))
        .addLast("http", connection);
  }
}
