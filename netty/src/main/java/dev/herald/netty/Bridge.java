package dev.herald.netty;

import dev.herald.server.WebStreams;
import dev.herald.server.bosh.BoshEndpoint;
import dev.herald.server.web.HostMeta;
import dev.herald.server.web.Origins;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSocket (RFC 7395), BOSH (XEP-0124, XEP-0206) and host-meta (XEP-0156) for an XMPP server that
 * has none of them: for each stream of the web, one over TCP to that server. It knows no account
 * and no stanza; it reads, checks and hands on.
 */
public final class Bridge implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Bridge.class);
  private static final Duration HTTP_REQUEST = Duration.ofSeconds(30);

  private final ScheduledThreadPoolExecutor timer;
  private final ExecutorService names;
  private final Ports ports;
  private final Connections connections;
  private final BridgedStreams streams;
  private final int httpPort;

  private Bridge(BridgeSettings settings, ListenerSettings listeners, Transport transport) {
    Integer port = listeners.httpPort();
    if (port == null || listeners.tcpPort() != null || listeners.componentPort() != null) {
      throw new IllegalArgumentException("A bridge has a port for HTTP, and no other");
    }
    ServerAddress address = new ServerAddress(settings);
    Certificates certificates =
        listeners.tls() == null ? null : new Certificates(listeners.tls(), "http/1.1");
    this.connections = new Connections(settings.streams());
    this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "herald-timer"));
    timer.setRemoveOnCancelPolicy(true);
    this.names =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(settings.streams().sessions()),
            task -> daemon(task, "herald-names"));
    this.ports = new Ports(listeners.bind(), listeners.threads(), transport, connections);
    this.streams = new BridgedStreams(address, ports, names);
    BoshEndpoint bosh =
        new BoshEndpoint(
            settings.xml(), settings.bosh(), settings.outboundBytes(), streams::accept, timer);
    HttpSettings http =
        new HttpSettings(
            new WebStreams(settings.xml(), settings.outboundBytes(), streams::accept, bosh),
            new Origins(listeners.allowedOrigins(), "the allowed origins"),
            new HostMeta(settings.domain(), settings.service()),
            new StaticFiles(),
            new LongAdder(),
            HTTP_REQUEST);
    try {
      this.httpPort =
          ports.open(
              port, new HttpPort(http, certificates, listeners.allowPlaintext(), ports::writer));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    long period = Math.min(1_000, settings.streams().pingTimeout().toMillis() / 4 + 1);
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(this::tick, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Opens the port. Whether the server is there shows with the first client.
   *
   * @param listeners with a port for HTTP and no other
   * @throws UncheckedIOException when the port cannot be had
   * @throws IllegalArgumentException when a certificate cannot be used
   */
  public static Bridge open(BridgeSettings settings, ListenerSettings listeners) {
    return open(settings, listeners, Transport.best());
  }

  static Bridge open(BridgeSettings settings, ListenerSettings listeners, Transport transport) {
    return new Bridge(settings, listeners, transport);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void tick() {
    try {
      streams.tick();
    } catch (RuntimeException e) {
      // Thrown on, it would be the last time.
      log.error("The streams of the bridge could not be looked through", e);
    }
  }

  /** The port for WebSocket and BOSH. */
  public int httpPort() {
    return httpPort;
  }

  /** How many streams there are. */
  public int streams() {
    return streams.size();
  }

  /** How many connections of clients there are. */
  public int connections() {
    return connections.size();
  }

  /** Ends all streams, on both sides, and closes the port. */
  @Override
  public void close() {
    streams.shutdown();
    ports.close();
    timer.shutdownNow();
    names.shutdownNow();
  }
}
