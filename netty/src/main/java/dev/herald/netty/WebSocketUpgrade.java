package dev.herald.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.Arrays;

/** The WebSocket handshake (RFC 6455, section 4.2; RFC 7395, section 3.1). */
final class WebSocketUpgrade {

  private static final String SUBPROTOCOL = "xmpp";

  private final HttpSettings settings;
  private final LoopWriter writer;

  WebSocketUpgrade(HttpSettings settings, LoopWriter writer) {
    this.settings = settings;
    this.writer = writer;
  }

  static boolean isAsked(HttpRequest request) {
    return "websocket".equalsIgnoreCase(request.headers().get(HttpHeaderNames.UPGRADE));
  }

  static boolean offersXmpp(HttpRequest request) {
    return request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
        .flatMap(header -> Arrays.stream(header.split(",", -1)))
        .anyMatch(protocol -> protocol.strip().equalsIgnoreCase(SUBPROTOCOL));
  }

  /** Answers the handshake, and gives the channel over to a WebSocket. */
  void perform(ChannelHandlerContext ctx, FullHttpRequest request) {
    // No extension: a compressed frame, which could inflate to anything, is a protocol error.
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(
                "ws://localhost/",
                SUBPROTOCOL,
                WebSocketDecoderConfig.newBuilder()
                    .allowExtensions(false)
                    .expectMaskedFrames(true)
                    .maxFramePayloadLength(WebSocketFrames.MAX_FRAME)
                    .closeOnProtocolViolation(false)
                    .build())
            .newHandshaker(request);
    if (handshaker == null) {
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel());
      return;
    }
    handshaker.handshake(ctx.channel(), request);
    ctx.pipeline().remove("wsencoder");
    ctx.pipeline()
        .replace(ctx.name(), "xmpp", new WebSocketFrames(settings.server(), ctx.channel(), writer));
  }
}
