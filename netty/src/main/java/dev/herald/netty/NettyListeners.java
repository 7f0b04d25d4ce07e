package dev.herald.netty;

import dev.herald.server.XmppServer;
import dev.herald.server.session.Components;
import dev.herald.server.session.Connection;
import dev.herald.server.session.Session;
import dev.herald.server.web.HostMeta;
import dev.herald.server.web.Origins;
import dev.herald.xmpp.Namespaces;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

  private static final Duration HTTP_REQUEST = Duration.ofSeconds(30);

  private final XmppServer server;
  private final ListenerSettings settings;
  private final EventLoopGroup loops;
  private final Transport transport;
  private final LoopWriters writers = new LoopWriters();
  private final List<Channel> channels = new ArrayList<>();
  private final @Nullable Integer tcpPort;
  private final @Nullable Integer httpPort;
  private final @Nullable Integer componentPort;

  private NettyListeners(XmppServer server, ListenerSettings settings, Transport transport) {
    this.server = server;
    this.settings = settings;
    this.transport = transport;
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
    return new NettyListeners(server, settings, transport);
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

  private Consumer<Channel> tcp() {
    TcpSettings tcp = tcpSettings(Namespaces.CLIENT, server::accept, certificates("xmpp-client"));
    return channel ->
        first(
            channel, tcp.certificates(), true, () -> new TcpStream(tcp, channel, writer(channel)));
  }

  private Consumer<Channel> components() {
    Components known = new Components(settings.components());
    TcpSettings tcp =
        tcpSettings(
            Namespaces.COMPONENT,
            connection -> server.acceptComponent(connection, known),
            certificates("xmpp-server"));
    return channel ->
        first(
            channel, tcp.certificates(), false, () -> new TcpStream(tcp, channel, writer(channel)));
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
            new Origins(settings.allowedOrigins()),
            new HostMeta(server.settings().domain(), server.settings().service()),
            new StaticFiles(),
            HTTP_REQUEST);
    Certificates certificates = certificates("http/1.1");
    return channel ->
        channel
            .pipeline()
            .addLast(
                new TlsDetection(
                    certificates,
                    settings.allowPlaintext(),
                    server.settings().streams().loginTimeout(),
                    ctx ->
                        channel
                            .pipeline()
                            .addLast(new HttpServerCodec())
                            .addLast(new HttpObjectAggregator(http.maxContent(), true))
                            .addLast(new HttpConnection(http, channel, writer(channel)))));
  }

  private void first(
      Channel channel,
      @Nullable Certificates certificates,
      boolean plaintext,
      java.util.function.Supplier<TcpStream> stream) {
    channel
        .pipeline()
        .addLast(
            new TlsDetection(
                certificates,
                plaintext || settings.allowPlaintext(),
                server.settings().streams().loginTimeout(),
                ctx -> channel.pipeline().addLast("xmpp", stream.get())));
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
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, false)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(32 * 1024, 64 * 1024))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    initializer.accept(channel);
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

  /** Closes the ports, gives what is connected a moment for its last words, then ends it. */
  @Override
  public void close() {
    channels.forEach(channel -> channel.close().syncUninterruptibly());
    loops.shutdownGracefully(50, 3_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }
}
