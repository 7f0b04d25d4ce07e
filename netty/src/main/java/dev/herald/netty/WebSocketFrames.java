package dev.herald.netty;

import dev.herald.server.WebStreams;
import dev.herald.server.sasl.Peer;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.Outbound;
import dev.herald.server.websocket.WebSocketChannel;
import dev.herald.server.websocket.WebSocketStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket (RFC 6455) of one channel: frames to messages, and elements to frames. */
final class WebSocketFrames extends SimpleChannelInboundHandler<Object>
    implements WebSocketChannel {

  private static final Logger log = LoggerFactory.getLogger(WebSocketFrames.class);

  /** Head and mask of a frame, which count like its content: frames may be empty. */
  private static final int FRAME_BYTES = 6;

  private final Channel channel;
  private final Peer peer;
  private final Outlet outlet;
  private final Pause pause;
  private final int maxMessage;
  private final WebSocketStream stream;

  private @Nullable ByteArrayOutputStream message;
  private byte @Nullable [] pong;
  private volatile boolean closing;

  WebSocketFrames(WebStreams streams, Channel channel, LoopWriter writer, Peer peer) {
    this.channel = channel;
    this.peer = peer;
    this.outlet = new Outlet(channel, writer, Framing.WEBSOCKET, streams.outboundBytes());
    this.pause = new Pause(channel);
    this.maxMessage = streams.xml().stanzaBytes();
    this.stream = streams.accept(this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (channel.pipeline().get(SslHandler.class) != null) {
      outlet.through(ctx);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Object message) {
    if (!closing && message instanceof WebSocketFrame frame) {
      read(frame);
    } else if (message instanceof CloseWebSocketFrame) {
      channel.close();
    }
  }

  private void read(WebSocketFrame frame) {
    ByteBuf content = frame.content();
    int size = content.readableBytes() + FRAME_BYTES;
    if (frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
      text(content, frame.isFinalFragment());
    } else if (frame instanceof PingWebSocketFrame) {
      byte[] data = new byte[content.readableBytes()];
      content.readBytes(data);
      pong = data;
      pong();
    } else if (frame instanceof CloseWebSocketFrame close) {
      boolean orderly = close.statusCode() == 1000 || close.statusCode() == 1001;
      stream.closed(orderly ? DisconnectReason.CLIENT_CLOSED : DisconnectReason.CONNECTION_LOST);
      close(1000, "");
      return;
    } else if (!(frame instanceof PongWebSocketFrame)) {
      close(1003, "XMPP is text (RFC 7395, section 3.2)");
      stream.closed(DisconnectReason.PROTOCOL_ERROR);
      return;
    }
    pause.take(stream.heard(size));
  }

  private void text(ByteBuf content, boolean last) {
    int size = content.readableBytes();
    if (size > maxMessage - (message == null ? 0 : message.size())) {
      message = null;
      stream.receivedTooMuch();
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

  /**
   * Answers the latest ping, which will do (section 5.5.3): who pings and does not read would fill
   * the memory with answers.
   */
  private void pong() {
    outlet.flush();
    byte[] data = pong;
    if (data != null && !closing && channel.isWritable()) {
      pong = null;
      control(0x8A, data);
    }
  }

  /** A control frame, of at most 125 bytes (section 5.5), between the messages. */
  private void control(int head, byte[] data) {
    ByteBuf frame = channel.alloc().buffer(2 + data.length);
    channel.writeAndFlush(frame.writeByte(head).writeByte(data.length).writeBytes(data));
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public void send(Outbound element) {
    if (!outlet.offer(element)) {
      stream.slow();
    }
  }

  @Override
  public long waiting() {
    return outlet.waiting();
  }

  @Override
  public void whenDrained(Runnable task) {
    outlet.whenDrained(task);
  }

  @Override
  public void suspend(boolean stop) {
    if (channel.eventLoop().inEventLoop()) {
      pause.suspend(stop);
    } else {
      execute(() -> pause.suspend(stop));
    }
  }

  @Override
  public void ping() {
    execute(
        () -> {
          // One that does not take what it is sent has a ping in what it has not read.
          if (!closing && channel.isWritable()) {
            control(0x89, new byte[0]);
          }
        });
  }

  private void execute(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("The event loop has ended; nothing is read or asked any more", e);
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
          byte[] data =
              Arrays.copyOf(
                  new byte[] {(byte) (code >> 8), (byte) code}, Math.min(125, 2 + text.length));
          System.arraycopy(text, 0, data, 2, data.length - 2);
          control(0x88, data);
          Lingering.close(channel, unread);
        });
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    pause.lift();
    stream.closed(DisconnectReason.CONNECTION_LOST);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    pong();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Shutdown.NOW) {
      stream.closed(DisconnectReason.SHUTDOWN);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable origin =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (origin instanceof CorruptedWebSocketFrameException broken) {
      broken(broken);
      return;
    }
    Failures.tell(log, peer(), cause);
    stream.closed(DisconnectReason.CONNECTION_LOST);
    ctx.close();
  }

  private void broken(CorruptedWebSocketFrameException cause) {
    if (channel.pipeline().get("wsdecoder") != null) {
      // What comes now are no frames; it would look at each byte.
      channel.pipeline().remove("wsdecoder");
    }
    if (closing) {
      return;
    }
    log.info("{} sends no WebSocket frames: {}", peer(), cause.getMessage());
    if (cause.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
      stream.receivedTooMuch();
    } else {
      close(1002, "protocol error");
      stream.closed(DisconnectReason.PROTOCOL_ERROR);
    }
  }
}
