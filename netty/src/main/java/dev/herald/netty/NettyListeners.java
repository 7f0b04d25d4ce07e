package dev.herald.netty;

import dev.herald.server.XmppServer;
import dev.herald.server.session.Components;
import dev.herald.server.session.Connection;
import dev.herald.server.session.Session;
import dev.herald.server.web.HostMeta;
import dev.herald.server.web.Origins;
import dev.herald.xmpp.Namespaces;
import io.netty.channel.Channel;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The server's own ports, on Netty. They open with {@link #open} and close with {@link #close},
 * which also ends what is connected; the {@link XmppServer} itself is not closed.
 */
public final class NettyListeners implements AutoCloseable {

  private static final Duration HTTP_REQUEST = Duration.ofSeconds(30);

  private final XmppServer server;
  private final ListenerSettings settings;
  private final Duration request;
  private final Connections connections;
  private final Ports ports;
  private final LongAdder late = new LongAdder();
  private final @Nullable Integer tcpPort;
  private final @Nullable Integer httpPort;
  private final @Nullable Integer componentPort;

  private NettyListeners(
      XmppServer server, ListenerSettings settings, Transport transport, Duration request) {
    this.server = server;
    this.settings = settings;
    this.request = request;
    this.connections = new Connections(server.settings().streams());
    this.ports = new Ports(settings.bind(), settings.threads(), transport, connections);
    try {
      this.tcpPort = settings.tcpPort() == null ? null : ports.open(settings.tcpPort(), tcp());
      this.httpPort = settings.httpPort() == null ? null : ports.open(settings.httpPort(), http());
      this.componentPort =
          settings.componentPort() == null
              ? null
              : ports.open(settings.componentPort(), components());
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
            server.webStreams(),
            new Origins(settings.allowedOrigins(), "the allowed origins"),
            new HostMeta(server.settings().domain(), server.settings().service()),
            new StaticFiles(),
            late,
            request);
    return new HttpPort(http, certificates("http/1.1"), settings.allowPlaintext(), ports::writer);
  }

  /**
   * @param startTls whether TLS may begin later
   */
  private void stream(Channel channel, TcpSettings tcp, boolean startTls) {
    TcpStream stream = new TcpStream(tcp, channel, ports.writer(channel));
    channel
        .pipeline()
        .addLast(
            new TlsDetection(
                tcp.certificates(), startTls || settings.allowPlaintext(), ctx -> stream.ready()))
        .addLast("xmpp", stream);
  }

  private @Nullable Certificates certificates(String protocol) {
    return settings.tls() == null ? null : new Certificates(settings.tls(), protocol);
  }

  /**
   * Closes the ports, ends what is connected, and gives it some seconds for its last words. Whoever
   * closes the {@link XmppServer} first has its streams ended in order.
   */
  @Override
  public void close() {
    ports.close();
  }
}
