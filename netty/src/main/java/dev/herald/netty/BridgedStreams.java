package dev.herald.netty;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.Connection;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.StreamHeader;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.StreamError.Condition;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All streams of a bridge, as many as there may be, and the way to the server. Thread-safe. */
final class BridgedStreams {

  private static final Logger log = LoggerFactory.getLogger(BridgedStreams.class);

  /** A page tries again and again, so not each attempt is worth a line. */
  private static final long LOG_EVERY = TimeUnit.SECONDS.toNanos(10);

  /** Characters of a reason in the log: some of it may be the server's own words. */
  private static final int LINE = 300;

  private static final int CONNECT_MILLIS = 10_000;
  private static final int BUFFER_BYTES = 256 * 1024;

  private final ServerAddress address;
  private final Ports ports;
  private final Executor names;
  private final Set<BridgedStream> open = ConcurrentHashMap.newKeySet();
  private final LongAdder failed = new LongAdder();
  private long logged = System.nanoTime() - LOG_EVERY;
  private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();

  /**
   * @param names where names are looked up, which takes time
   */
  BridgedStreams(ServerAddress address, Ports ports, Executor names) {
    this.address = address;
    this.ports = ports;
    this.names = names;
  }

  ServerAddress address() {
    return address;
  }

  int size() {
    return open.size();
  }

  /** Begins a stream; when there are too many, it is ended at once. */
  BridgedStream accept(Connection client) {
    BridgedStream stream = new BridgedStream(this, client, address.settings().outboundBytes());
    StreamLimits limits = address.settings().streams();
    String network = client.peer().network();
    // A proxy on this machine brings everybody.
    int ofAddress = Peer.isLoopback(network) ? 0 : perAddress.merge(network, 1, Integer::sum);
    open.add(stream);
    if (open.size() > limits.sessions() || ofAddress > limits.sessionsPerAddress()) {
      stream.disconnect(
          new StreamError(
              Condition.RESOURCE_CONSTRAINT,
              "There are too many streams, in all or of your address; try again later"),
          DisconnectReason.TOO_MANY_SESSIONS);
    }
    return stream;
  }

  /** Called once for each. */
  void remove(BridgedStream stream) {
    open.remove(stream);
    perAddress.computeIfPresent(
        stream.client().peer().network(), (same, count) -> count == 1 ? null : count - 1);
  }

  /** Connects a stream to the server, and tells it how that went. */
  void connect(BridgedStream stream, StreamHeader header) {
    try {
      names.execute(() -> resolve(stream, header));
    } catch (RejectedExecutionException e) {
      log.debug("The bridge ends, or too many wait", e);
      stream.disconnect(
          new StreamError(
              Condition.RESOURCE_CONSTRAINT, "Too many connect at once; try again later"),
          DisconnectReason.TOO_MANY_SESSIONS);
    }
  }

  private void resolve(BridgedStream stream, StreamHeader header) {
    if (!stream.isWaiting()) {
      return;
    }
    try {
      connect(stream, header, address.resolve());
    } catch (UnknownHostException e) {
      stream.serverFailed("No address: " + e.getMessage());
    } catch (RuntimeException e) {
      log.error("The connection of {} could not be begun", stream, e);
      stream.serverFailed("A fault of the bridge's");
    }
  }

  /** Tries one address after the other. */
  private void connect(
      BridgedStream stream, StreamHeader header, Deque<InetSocketAddress> addresses) {
    InetSocketAddress next = addresses.remove();
    ChannelFuture connected =
        new Bootstrap()
            .group(ports.loops())
            .channel(ports.transport().outgoing())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            // What the system keeps of a server that is not read from; else it keeps megabytes.
            .option(ChannelOption.SO_RCVBUF, BUFFER_BYTES)
            .option(ChannelOption.SO_SNDBUF, BUFFER_BYTES)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.RECVBUF_ALLOCATOR, Ports.reads())
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Ports.waterMark())
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    // What it is to have is added once it is connected.
                  }
                })
            .connect(next);
    connected.addListener(
        done -> {
          if (done.isSuccess()) {
            begin(stream, header, connected.channel());
          } else if (addresses.isEmpty()) {
            stream.serverFailed("It cannot be reached: " + done.cause().getMessage());
          } else {
            connect(stream, header, addresses);
          }
        });
  }

  private void begin(BridgedStream stream, StreamHeader header, Channel channel) {
    ServerLink link = new ServerLink(address, header, stream, channel, ports.writer(channel));
    if (stream.connected(link)) {
      channel.pipeline().addLast("xmpp", link);
      link.begin();
    } else {
      channel.close();
    }
  }

  /** The server cannot be used by one stream, for a reason that is the same for all mostly. */
  void complain(String why) {
    failed.increment();
    synchronized (this) {
      long now = System.nanoTime();
      if (now - logged < LOG_EVERY) {
        return;
      }
      logged = now;
    }
    String line = why.replaceAll("\\p{Cntrl}", " ");
    log.warn(
        "The server at {} cannot be used: {} ({} times since the start)",
        address,
        line.length() > LINE ? line.substring(0, LINE) + "…" : line,
        failed.sum());
  }

  void tick() {
    long now = System.nanoTime();
    StreamLimits limits = address.settings().streams();
    for (BridgedStream stream : open) {
      stream.tick(now, limits);
    }
  }

  /** Ends all of them with {@code system-shutdown}. */
  void shutdown() {
    for (BridgedStream stream : open) {
      stream.disconnect(
          new StreamError(Condition.SYSTEM_SHUTDOWN, "The bridge stops"),
          DisconnectReason.SHUTDOWN);
    }
  }
}
