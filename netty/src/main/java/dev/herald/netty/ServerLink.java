package dev.herald.netty;

import dev.herald.server.session.Outbound;
import dev.herald.server.session.StreamHeader;
import dev.herald.server.session.StreamXml;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.StreamError.Condition;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one bridged stream to the server: TLS as it is required, then bytes to elements
 * and back. What comes from the server is trusted no more than what comes from a client.
 *
 * <p>{@link #send}, {@link #suspend} and {@link #close} may be called by any thread.
 */
final class ServerLink extends ChannelInboundHandlerAdapter implements XmlStreamReader.Listener {

  private static final Logger log = LoggerFactory.getLogger(ServerLink.class);

  /** From the connection to the features that the client is offered. */
  private static final Duration NEGOTIATION = Duration.ofSeconds(20);

  private enum State {
    /** In the clear, until the server's features have STARTTLS. */
    BEFORE_TLS,
    STARTING_TLS,
    READY
  }

  private final ServerAddress address;
  private final StreamHeader first;
  private final BridgedStream stream;
  private final Channel channel;
  private final Outlet outlet;
  private final Deadline deadline;

  private State state;
  private @Nullable XmlStreamReader reader;
  private boolean proceed;
  private boolean ended;
  private volatile boolean closing;

  /**
   * @param first the header by which the client has opened its stream
   */
  ServerLink(
      ServerAddress address,
      StreamHeader first,
      BridgedStream stream,
      Channel channel,
      LoopWriter writer) {
    this.address = address;
    this.first = first;
    this.stream = stream;
    this.channel = channel;
    this.outlet = new Outlet(channel, writer, Framing.STREAM, address.settings().outboundBytes());
    this.deadline = new Deadline(channel, () -> failed("It did not offer its features in time"));
    this.state = address.settings().tls() == ServerTls.STARTTLS ? State.BEFORE_TLS : State.READY;
  }

  /** On the event loop, in the pipeline of a channel that is connected. */
  void begin() {
    deadline.in(NEGOTIATION);
    if (address.settings().tls() == ServerTls.DIRECT) {
      // The header waits for the handshake.
      beginTls(channel.pipeline().context(this));
    } else {
      open(first);
    }
  }

  private void beginTls(ChannelHandlerContext ctx) {
    ctx.pipeline().addBefore(ctx.name(), "tls", address.newTls(ctx.alloc()));
    outlet.through(ctx);
  }

  /** Opens the stream, or opens it again. */
  void open(StreamHeader header) {
    boolean confidential = channel.pipeline().get("tls") != null || Peers.isLoopback(channel);
    send(StreamTranslation.header(header, address.settings().domain(), confidential));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (!closing) {
        read(ctx, in);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(ChannelHandlerContext ctx, ByteBuf in) {
    int length = in.readableBytes();
    byte[] bytes = Scratch.of(length);
    in.readBytes(bytes, 0, length);
    stream.serverHeard();
    try {
      for (int at = 0; at < length && !closing; ) {
        at += reader().feed(bytes, at, length - at);
        if (proceed) {
          proceed(ctx, length - at);
        }
      }
    } catch (XmlStreamException e) {
      close(e.error(), true);
      stream.serverFailed("It sends what is no XMPP: " + e.error());
    }
  }

  private XmlStreamReader reader() {
    XmlStreamReader current = reader;
    if (current == null) {
      current = XmlStreamReader.ofStream(address.settings().xml(), this);
      reader = current;
    }
    return current;
  }

  /**
   * @param unread bytes after {@code <proceed/>}, which whoever can write to the connection could
   *     have put there, to count as if they came over TLS
   */
  private void proceed(ChannelHandlerContext ctx, int unread) {
    proceed = false;
    reader = null;
    if (unread > 0) {
      throw new XmlStreamException(
          Condition.POLICY_VIOLATION, "Nothing may follow <proceed/> before TLS has begun");
    }
    state = State.READY;
    beginTls(ctx);
  }

  @Override
  public void streamOpened(XmlElement header, String contentNamespace) {
    if (!header.is(Namespaces.STREAMS, "stream") || !contentNamespace.equals(Namespaces.CLIENT)) {
      throw new XmlStreamException(
          Condition.INVALID_NAMESPACE,
          "A server's stream begins by <stream/> of '%s' for '%s'"
              .formatted(Namespaces.STREAMS, Namespaces.CLIENT));
    }
    String version = header.attribute("version");
    if (version == null || !version.startsWith("1.")) {
      throw new XmlStreamException(
          Condition.UNSUPPORTED_VERSION, "The server speaks no XMPP 1.0, but '" + version + "'");
    }
    if (state == State.READY) {
      stream.serverOpened(header);
    }
  }

  @Override
  public void element(XmlElement element) {
    switch (state) {
      case BEFORE_TLS -> startTls(element);
      case STARTING_TLS -> {
        if (element.is(Namespaces.TLS, "proceed")) {
          proceed = true;
        } else {
          failed("It refuses STARTTLS, by <" + element.name() + "/>");
        }
      }
      case READY -> ready(element);
    }
  }

  private void startTls(XmlElement element) {
    if (element.is(Namespaces.STREAMS, "error")) {
      ready(element);
    } else if (!element.is(Namespaces.STREAMS, "features")) {
      failed("It begins by <" + element.name() + "/> in the place of its features");
    } else if (element.child(Namespaces.TLS, "starttls").isEmpty()) {
      failed("It offers no STARTTLS, and without TLS nothing goes to it");
    } else {
      state = State.STARTING_TLS;
      send(Outbound.of(XmlElement.empty(Namespaces.TLS, "starttls")));
    }
  }

  private void ready(XmlElement element) {
    if (element.is(Namespaces.STREAMS, "features")) {
      deadline.lift();
      if (address.settings().tls() == ServerTls.NONE && requiresTls(element)) {
        failed("It requires TLS, which the bridge has been told not to use");
        return;
      }
    }
    if (element.is(Namespaces.SASL, "success")) {
      // RFC 6120, section 6.4.6: both begin their streams anew.
      reader = null;
    }
    stream.fromServer(element);
  }

  private static boolean requiresTls(XmlElement features) {
    return features
        .child(Namespaces.TLS, "starttls")
        .flatMap(offer -> offer.child(Namespaces.TLS, "required"))
        .isPresent();
  }

  @Override
  public void streamClosed() {
    close(null, true);
    stream.serverClosed();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        open(first);
      } else {
        failed("TLS with it failed: " + reason(handshake.cause()));
      }
    } else if (event == Shutdown.NOW) {
      close(null, true);
    }
  }

  /** Here it is the certificate that is wrong mostly, and the JDK says in the cause what it is. */
  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    boolean ours = deepest instanceof java.security.GeneralSecurityException;
    return ours ? String.valueOf(deepest.getMessage()) : Failures.reason(failure);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    outlet.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    deadline.lift();
    stream.serverLost();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("The connection to {} failed: {}", address, Failures.reason(cause));
    ctx.close();
  }

  private void failed(String why) {
    close(null, true);
    stream.serverFailed(why);
  }

  /** Whether it was taken; if not, the server does not read. */
  boolean send(Outbound element) {
    return outlet.offer(element);
  }

  /** How many bytes wait for the server. */
  long waiting() {
    return outlet.waiting();
  }

  /** Runs a task as soon as nothing waits for the server. */
  void whenDrained(Runnable task) {
    outlet.whenDrained(task);
  }

  /** Stops to read from the server, or goes on. */
  void suspend(boolean stop) {
    if (channel.eventLoop().inEventLoop()) {
      channel.config().setAutoRead(!stop);
      return;
    }
    try {
      channel.eventLoop().execute(() -> channel.config().setAutoRead(!stop));
    } catch (RejectedExecutionException e) {
      log.debug("The event loop has ended; nothing is read any more", e);
    }
  }

  /**
   * Ends the stream, and lets the server end its own.
   *
   * @param time after which the connection is closed even so
   */
  synchronized void finish(Duration time) {
    ended = true;
    outlet.offerLast(Outbound.of(StreamTranslation.END));
    try {
      channel.eventLoop().execute(() -> new Deadline(channel, channel::close).in(time));
    } catch (RejectedExecutionException e) {
      log.debug("The event loop has ended, and the connection with it", e);
    }
  }

  /**
   * Ends the connection. Calls after the first do nothing.
   *
   * @param orderly whether the stream is ended too, which otherwise may be resumed (XEP-0198)
   */
  synchronized void close(@Nullable StreamError error, boolean orderly) {
    if (closing) {
      return;
    }
    closing = true;
    if (error != null && !ended) {
      outlet.offerLast(Outbound.of(StreamXml.error(error)));
    }
    if (orderly && !ended) {
      outlet.offerLast(Outbound.of(StreamTranslation.END));
    }
    // What the client has sent before its end is written in any case.
    outlet.finish(false, () -> Lingering.close(channel, false));
  }
}
