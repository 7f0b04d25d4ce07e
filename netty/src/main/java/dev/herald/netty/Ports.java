package dev.herald.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The ports of one process on one address, and the event loops that serve them. */
final class Ports implements AutoCloseable {

  /** How many connections may wait to be accepted. */
  private static final int BACKLOG = 4096;

  /** How much is read at once; a client that floods is stopped after as much. */
  private static final int READ_BYTES = 16 * 1024;

  /**
   * What the system keeps for a client that does not read, before it shows; left to itself, it
   * keeps megabytes.
   */
  private static final int SEND_BUFFER_BYTES = 256 * 1024;

  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final InetAddress bind;
  private final Transport transport;
  private final Connections connections;
  private final EventLoopGroup loops;
  private final LoopWriters writers = new LoopWriters();
  private final List<Channel> channels = new ArrayList<>();

  /**
   * @param threads event loops; 0 for as many as there are processors
   */
  Ports(InetAddress bind, int threads, Transport transport, Connections connections) {
    this.bind = bind;
    this.transport = transport;
    this.connections = connections;
    this.loops =
        transport.loops(threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
  }

  /** How much is read from a peer at once. */
  static AdaptiveRecvByteBufAllocator reads() {
    return new AdaptiveRecvByteBufAllocator(64, 2048, READ_BYTES);
  }

  /** How much a channel takes before it is not writable. */
  static WriteBufferWaterMark waterMark() {
    return new WriteBufferWaterMark(32 * 1024, 64 * 1024);
  }

  /**
   * Opens a port; returns its number.
   *
   * @param port 0 for any that is free
   * @throws UncheckedIOException when it cannot be had
   */
  int open(int port, Consumer<Channel> initializer) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.channel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads())
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, false)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (connections.admit(channel)) {
                      initializer.accept(channel);
                    }
                  }
                });
    try {
      Channel channel = bootstrap.bind(bind, port).syncUninterruptibly().channel();
      channels.add(channel);
      return ((InetSocketAddress) channel.localAddress()).getPort();
    } catch (Exception e) {
      // Netty throws what the system says, checked or not, without declaring it.
      throw new UncheckedIOException(
          "Port %d of %s cannot be opened: %s"
              .formatted(port, bind.getHostAddress(), e.getMessage()),
          e instanceof IOException io ? io : new IOException(e));
    }
  }

  EventLoopGroup loops() {
    return loops;
  }

  Transport transport() {
    return transport;
  }

  LoopWriter writer(Channel channel) {
    return writers.of(channel.eventLoop());
  }

  /** Closes the ports, and ends what is connected, with some seconds for its last words. */
  @Override
  public void close() {
    if (loops.isShuttingDown()) {
      return;
    }
    channels.forEach(channel -> channel.close().syncUninterruptibly());
    connections.end(LAST_WORDS);
    loops.shutdownGracefully(0, 1_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }
}
