package dev.herald.netty;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.Connection;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.Outbound;
import dev.herald.server.session.Session;
import dev.herald.server.session.StreamXml;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.StreamError.Condition;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;
import dev.herald.xmpp.XmlWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * XMPP over TCP (RFC 6120): one channel's bytes to a session's elements, and back. The session
 * begins with the channel, so that one that says nothing ends with the time for a login.
 */
final class TcpStream extends ChannelInboundHandlerAdapter
    implements Connection, XmlStreamReader.Listener {

  private static final Logger log = LoggerFactory.getLogger(TcpStream.class);

  private final TcpSettings settings;
  private final Channel channel;
  private final Outlet outlet;
  private final Pause pause;
  private final Session session;

  private @Nullable XmlStreamReader reader;
  private volatile boolean restart;
  private volatile boolean loggedIn;
  private boolean securing;
  private volatile boolean headerSent;
  private volatile boolean closing;

  TcpStream(TcpSettings settings, Channel channel, LoopWriter writer) {
    this.settings = settings;
    this.channel = channel;
    this.outlet = new Outlet(channel, writer, Framing.STREAM, settings.outboundBytes());
    this.pause = new Pause(channel);
    this.session = settings.sessions().apply(this);
  }

  /** The pipeline is complete: whether there is TLS is known. */
  void ready() {
    if (isSecure()) {
      outlet.through(channel.pipeline().context(this));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (!closing) {
        read(in);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(ByteBuf in) {
    int length = in.readableBytes();
    byte[] bytes = Scratch.of(length);
    in.readBytes(bytes, 0, length);
    try {
      for (int at = 0; at < length && !closing; ) {
        at += reader().feed(bytes, at, length - at);
        if (securing) {
          beginTls(length - at);
        }
      }
    } catch (XmlStreamException e) {
      session.broken(e);
      return;
    }
    pause.take(session.heard(length));
  }

  private XmlStreamReader reader() {
    XmlStreamReader current = reader;
    if (current == null || restart) {
      restart = false;
      current = XmlStreamReader.ofStream(settings.limits(loggedIn), this);
      reader = current;
    }
    return current;
  }

  @Override
  public void streamOpened(XmlElement header, String contentNamespace) {
    if (!header.is(Namespaces.STREAMS, "stream")) {
      throw new XmlStreamException(
          Condition.INVALID_NAMESPACE,
          "A stream begins by <stream/> of '" + Namespaces.STREAMS + "'");
    }
    if (!contentNamespace.equals(settings.namespace())) {
      throw new XmlStreamException(
          Condition.INVALID_NAMESPACE,
          "This port speaks '%s', not '%s'".formatted(settings.namespace(), contentNamespace));
    }
    String version = header.attribute("version");
    if (settings.isVersioned()
        && (version == null || !version.matches("[1-9]\\d{0,3}\\.\\d{1,4}"))) {
      throw new XmlStreamException(
          Condition.UNSUPPORTED_VERSION, "This server speaks XMPP 1.0, not '" + version + "'");
    }
    session.opened(header.attribute("to"));
  }

  @Override
  public void element(XmlElement element) {
    session.received(settings.toClient(element));
  }

  @Override
  public void streamClosed() {
    session.closed(this, DisconnectReason.CLIENT_CLOSED);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    pause.lift();
    session.closed(this, DisconnectReason.CONNECTION_LOST);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    outlet.flush();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
      log.info("TLS with {} failed: {}", peer(), Failures.reason(handshake.cause()));
      session.closed(this, DisconnectReason.TLS_FAILED);
    } else if (event == Shutdown.NOW) {
      session.disconnect(
          new StreamError(Condition.SYSTEM_SHUTDOWN, "The server stops"),
          DisconnectReason.SHUTDOWN);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Failures.tell(log, peer(), cause);
    session.closed(this, DisconnectReason.CONNECTION_LOST);
    ctx.close();
  }

  @Override
  public Peer peer() {
    return Peers.of(channel);
  }

  @Override
  public void open(String domain, String streamId) {
    outlet.offer(Outbound.of(header(domain, streamId)));
    headerSent = true;
  }

  private String header(String domain, String streamId) {
    StringBuilder xml = new StringBuilder("<?xml version='1.0'?><stream:stream xmlns=\"");
    xml.append(settings.namespace()).append("\" xmlns:stream=\"").append(Namespaces.STREAMS);
    xml.append("\" id=\"").append(streamId).append("\" from=\"");
    XmlWriter.writeAttributeValue(domain, xml);
    return xml.append(settings.isVersioned() ? "\" version=\"1.0\" xml:lang=\"en\">" : "\">")
        .toString();
  }

  @Override
  public void send(Outbound element) {
    if (!outlet.offer(settings.fromClient(element))) {
      session.disconnect(
          new StreamError(Condition.POLICY_VIOLATION, "You do not read what is sent to you"),
          DisconnectReason.SLOW_CONSUMER);
    }
  }

  @Override
  public void restart() {
    loggedIn = true;
    restart = true;
  }

  @Override
  public StartTls startTls() {
    return isSecure() ? StartTls.NONE : settings.startTls(channel);
  }

  /** On the event loop, where {@code <starttls/>} has been read. */
  @Override
  public void secure() {
    securing = true;
  }

  /**
   * @param unread bytes after {@code <starttls/>}: whoever can write to the connection, but not
   *     read it, could have put them there, and they would count as if they came over TLS
   */
  private void beginTls(int unread) {
    securing = false;
    if (unread > 0) {
      session.disconnect(
          new StreamError(
              Condition.POLICY_VIOLATION, "Nothing may follow <starttls/> before TLS has begun"),
          DisconnectReason.PROTOCOL_ERROR);
      return;
    }
    outlet.offer(Outbound.of(XmlElement.empty(Namespaces.TLS, "proceed")));
    outlet.flush();
    String self = channel.pipeline().context(this).name();
    channel.pipeline().addBefore(self, "tls", settings.newTls(channel.alloc()));
    ready();
    restart = true;
    headerSent = false;
  }

  private boolean isSecure() {
    return channel.pipeline().get(SslHandler.class) != null;
  }

  @Override
  public boolean isResumable() {
    return settings.isVersioned();
  }

  @Override
  public void close(@Nullable StreamError error, DisconnectReason reason) {
    if (closing) {
      return;
    }
    closing = true;
    boolean lost = reason == DisconnectReason.CONNECTION_LOST;
    if (!lost && reason != DisconnectReason.TLS_FAILED) {
      if (!headerSent) {
        outlet.offerLast(Outbound.of(header(settings.domain(), UUID.randomUUID().toString())));
      }
      if (error != null) {
        outlet.offerLast(Outbound.of(StreamXml.error(error)));
      }
      outlet.offerLast(Outbound.of("</stream:stream>"));
    }
    boolean unread = lost || reason == DisconnectReason.SLOW_CONSUMER;
    outlet.finish(unread, () -> Lingering.close(channel, unread));
  }
}
