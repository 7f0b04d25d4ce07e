package dev.herald.netty;

import dev.herald.server.XmppServer;
import dev.herald.server.session.Components;
import dev.herald.server.session.Connection;
import dev.herald.server.session.Session;
import dev.herald.server.web.HostMeta;
import dev.herald.server.web.Origins;
import dev.herald.xmpp.Namespaces;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The server's own ports, on Netty. They open with {@link #open} and close with {@link #close},
 * which also ends what is connected; the {@link XmppServer} itself is not closed.
 */
public final class NettyListeners implements AutoCloseable {

  /** How many connections may wait to be accepted. */
  private static final int BACKLOG = 4096;

  /** How much is read at once; a client that floods is stopped after as much. */
  private static final int READ_BYTES = 16 * 1024;

  /**
   * What the system keeps for a client that does not read, before it shows; left to itself, it
   * keeps megabytes.
   */
  private static final int SEND_BUFFER_BYTES = 256 * 1024;

  private static final Duration HTTP_REQUEST = Duration.ofSeconds(30);
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final XmppServer server;
  private final ListenerSettings settings;
  private final EventLoopGroup loops;
  private final Transport transport;
  private final Duration request;
  private final LoopWriters writers = new LoopWriters();
  private final Connections connections;
  private final LongAdder late = new LongAdder();
  private final List<Channel> channels = new ArrayList<>();
  private final @Nullable Integer tcpPort;
  private final @Nullable Integer httpPort;
  private final @Nullable Integer componentPort;

  private NettyListeners(
      XmppServer server, ListenerSettings settings, Transport transport, Duration request) {
    this.server = server;
    this.settings = settings;
    this.transport = transport;
    this.request = request;
    this.connections = new Connections(server.settings().streams());
    this.loops =
        transport.loops(
            settings.threads() > 0
                ? settings.threads()
                : Runtime.getRuntime().availableProcessors());
    try {
      this.tcpPort = settings.tcpPort() == null ? null : bind(settings.tcpPort(), tcp());
      this.httpPort = settings.httpPort() == null ? null : bind(settings.httpPort(), http());
      this.componentPort =
          settings.componentPort() == null ? null : bind(settings.componentPort(), components());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens the ports.
   *
   * @throws UncheckedIOException when a port cannot be had
   * @throws IllegalArgumentException when the certificate cannot be used
   */
  public static NettyListeners open(XmppServer server, ListenerSettings settings) {
    return open(server, settings, Transport.best());
  }

  static NettyListeners open(XmppServer server, ListenerSettings settings, Transport transport) {
    return open(server, settings, transport, HTTP_REQUEST);
  }

  /**
   * @param request how long an HTTP request may take to come in
   */
  static NettyListeners open(
      XmppServer server, ListenerSettings settings, Transport transport, Duration request) {
    return new NettyListeners(server, settings, transport, request);
  }

  /** The port for XMPP over TCP, when there is one. */
  public Optional<Integer> tcpPort() {
    return Optional.ofNullable(tcpPort);
  }

  /** The port for WebSocket and BOSH, when there is one. */
  public Optional<Integer> httpPort() {
    return Optional.ofNullable(httpPort);
  }

  /** The port for components, when there is one. */
  public Optional<Integer> componentPort() {
    return Optional.ofNullable(componentPort);
  }

  /** How many connections there are, on all ports. */
  public int connections() {
    return connections.size();
  }

  /** How many connections were closed at once, since the start, because there were too many. */
  public long refusedConnections() {
    return connections.refused();
  }

  /** How many HTTP connections were closed, since the start, because no request came in time. */
  public long lateRequests() {
    return late.sum();
  }

  private Consumer<Channel> tcp() {
    TcpSettings tcp = tcpSettings(Namespaces.CLIENT, server::accept, certificates("xmpp-client"));
    return channel -> stream(channel, tcp, true);
  }

  private Consumer<Channel> components() {
    Components known = new Components(settings.components());
    TcpSettings tcp =
        tcpSettings(
            Namespaces.COMPONENT,
            connection -> server.acceptComponent(connection, known),
            certificates("xmpp-server"));
    return channel -> stream(channel, tcp, false);
  }

  private TcpSettings tcpSettings(
      String namespace,
      Function<Connection, Session> sessions,
      @Nullable Certificates certificates) {
    return new TcpSettings(
        server.settings().domain(),
        namespace,
        server.settings().xml(),
        server.settings().outboundBytes(),
        sessions,
        certificates,
        settings.allowPlaintext());
  }

  private Consumer<Channel> http() {
    HttpSettings http =
        new HttpSettings(
            server,
            new Origins(settings.allowedOrigins(), "the allowed origins"),
            new HostMeta(server.settings().domain(), server.settings().service()),
            new StaticFiles(),
            late,
            request);
    Certificates certificates = certificates("http/1.1");
    return channel -> {
      HttpConnection connection = new HttpConnection(http, channel, writer(channel));
      Consumer<ChannelHandlerContext> ready =
          ctx ->
              channel
                  .pipeline()
                  .addBefore("http", "codec", new HttpServerCodec())
                  .addBefore(
                      "http",
                      "whole",
                      new BoundedRequests(http.maxContent(), connection::tooLarge));
      channel
          .pipeline()
          .addLast(new TlsDetection(certificates, settings.allowPlaintext(), ready))
          .addLast("http", connection);
    };
  }

  /**
   * @param startTls whether TLS may begin later
   */
  private void stream(Channel channel, TcpSettings tcp, boolean startTls) {
    TcpStream stream = new TcpStream(tcp, channel, writer(channel));
    channel
        .pipeline()
        .addLast(
            new TlsDetection(
                tcp.certificates(), startTls || settings.allowPlaintext(), ctx -> stream.ready()))
        .addLast("xmpp", stream);
  }

  private LoopWriter writer(Channel channel) {
    return writers.of(channel.eventLoop());
  }

  private @Nullable Certificates certificates(String protocol) {
    return settings.tls() == null ? null : new Certificates(settings.tls(), protocol);
  }

  private int bind(int port, Consumer<Channel> initializer) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.channel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(64, 2048, READ_BYTES))
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, false)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(32 * 1024, 64 * 1024))
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
      Channel channel = bootstrap.bind(settings.bind(), port).syncUninterruptibly().channel();
      channels.add(channel);
      return ((InetSocketAddress) channel.localAddress()).getPort();
    } catch (Exception e) {
      // Netty throws what the system says, checked or not, without declaring it.
      throw new UncheckedIOException(
          "Port %d of %s cannot be opened: %s"
              .formatted(port, settings.bind().getHostAddress(), e.getMessage()),
          e instanceof IOException io ? io : new IOException(e));
    }
  }

  /**
   * Closes the ports, ends what is connected, and gives it some seconds for its last words. Whoever
   * closes the {@link XmppServer} first has its streams ended in order.
   */
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
