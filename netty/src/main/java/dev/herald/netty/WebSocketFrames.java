package dev.herald.netty;

import dev.herald.server.XmppServer;
import dev.herald.server.sasl.Peer;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.Outbound;
import dev.herald.server.websocket.WebSocketChannel;
import dev.herald.server.websocket.WebSocketStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket (RFC 6455) of one channel: frames to messages, and elements to frames. A message that
 * is too large is read to its end and dropped before it is answered: a peer that still sends would
 * not get the answer.
 */
final class WebSocketFrames extends SimpleChannelInboundHandler<WebSocketFrame>
    implements WebSocketChannel {

  private static final Logger log = LoggerFactory.getLogger(WebSocketFrames.class);

  /** The largest frame that is read, to be answered in order; beyond, the socket is closed. */
  static final int MAX_FRAME = 16 * 1024 * 1024;

  private final Channel channel;
  private final Outlet outlet;
  private final Pause pause;
  private final int maxMessage;
  private final WebSocketStream stream;

  private @Nullable ByteArrayOutputStream message;
  private long dropped;
  private volatile boolean closing;

  WebSocketFrames(XmppServer server, Channel channel, LoopWriter writer) {
    this.channel = channel;
    this.outlet = new Outlet(channel, writer, Framing.WEBSOCKET, server.settings().outboundBytes());
    this.pause = new Pause(channel);
    this.maxMessage = server.settings().xml().stanzaBytes();
    this.stream = server.accept(this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (channel.pipeline().get(SslHandler.class) != null) {
      outlet.through(ctx);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
    if (closing) {
      if (frame instanceof CloseWebSocketFrame) {
        channel.close();
      }
      return;
    }
    ByteBuf content = frame.content();
    int size = content.readableBytes();
    if (frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
      text(content, frame.isFinalFragment());
    } else if (frame instanceof PingWebSocketFrame) {
      control(0x8A, content);
    } else if (frame instanceof CloseWebSocketFrame close) {
      boolean orderly = close.statusCode() == 1000 || close.statusCode() == 1001;
      stream.closed(orderly ? DisconnectReason.CLIENT_CLOSED : DisconnectReason.CONNECTION_LOST);
      close(1000, "");
      return;
    } else if (!(frame instanceof io.netty.handler.codec.http.websocketx.PongWebSocketFrame)) {
      stream.closed(DisconnectReason.PROTOCOL_ERROR);
      close(1003, "XMPP is text (RFC 7395, section 3.2)");
      return;
    }
    pause.take(stream.heard(size));
  }

  private void text(ByteBuf content, boolean last) {
    int size = content.readableBytes();
    int before = message == null ? 0 : message.size();
    if (dropped > 0 || before + size > maxMessage) {
      dropped += (long) before + size;
      message = null;
      if (last) {
        dropped = 0;
        stream.receivedTooMuch();
      } else if (dropped > MAX_FRAME) {
        stream.closed(DisconnectReason.PROTOCOL_ERROR);
        close(1009, "message too big");
      }
      return;
    }
    byte[] bytes = Scratch.of(size);
    content.readBytes(bytes, 0, size);
    if (last && message == null) {
      stream.received(bytes, 0, size);
      return;
    }
    if (message == null) {
      message = new ByteArrayOutputStream(size * 2);
    }
    message.write(bytes, 0, size);
    if (last) {
      byte[] whole = message.toByteArray();
      message = null;
      stream.received(whole, 0, whole.length);
    }
  }

  /** A control frame, at most 125 bytes (section 5.5), between the messages. */
  private void control(int head, ByteBuf content) {
    outlet.flush();
    ByteBuf frame = channel.alloc().buffer(2 + content.readableBytes());
    frame.writeByte(head).writeByte(content.readableBytes()).writeBytes(content);
    channel.writeAndFlush(frame);
  }

  @Override
  public Peer peer() {
    return Peers.of(channel);
  }

  @Override
  public void send(Outbound element) {
    if (!outlet.offer(element)) {
      stream.slow();
    }
  }

  @Override
  public void close(int code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    boolean unread = reason.startsWith(DisconnectReason.SLOW_CONSUMER.label());
    outlet.finish(
        unread,
        () -> {
          byte[] text = reason.getBytes(StandardCharsets.UTF_8);
          int length = Math.min(text.length, 123);
          ByteBuf frame = channel.alloc().buffer(4 + length);
          frame.writeByte(0x88).writeByte(2 + length).writeShort(code).writeBytes(text, 0, length);
          channel.writeAndFlush(frame);
          Lingering.close(channel, unread);
        });
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stream.closed(DisconnectReason.CONNECTION_LOST);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    outlet.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause.getCause() instanceof CorruptedFrameException
        || cause instanceof CorruptedFrameException) {
      log.info("{} sends no WebSocket frames: {}", peer(), cause.getMessage());
      stream.closed(DisconnectReason.PROTOCOL_ERROR);
      close(1002, "protocol error");
      return;
    }
    // A connection that breaks is no fault of the server's.
    log.debug("The WebSocket of {} failed", peer(), cause);
    stream.closed(DisconnectReason.CONNECTION_LOST);
    ctx.close();
  }
}
