package dev.herald.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.Arrays;

/** The WebSocket handshake (RFC 6455, section 4.2; RFC 7395, section 3.1). */
final class WebSocketUpgrade {

  private static final String SUBPROTOCOL = "xmpp";

  static final String VERSION = "13";

  private final HttpSettings settings;
  private final LoopWriter writer;

  WebSocketUpgrade(HttpSettings settings, LoopWriter writer) {
    this.settings = settings;
    this.writer = writer;
  }

  static boolean isAsked(HttpRequest request) {
    return "websocket".equalsIgnoreCase(request.headers().get(HttpHeaderNames.UPGRADE));
  }

  /** Version 13 is that of RFC 6455; those before it have other frames. */
  static boolean isVersionKnown(HttpRequest request) {
    return VERSION.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION));
  }

  /** Whether the handshake is one (RFC 6455, section 4.2.1). */
  static boolean isWellFormed(HttpRequest request) {
    return request.method().equals(HttpMethod.GET)
        && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
        && request
            .headers()
            .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
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
        new WebSocketServerHandshaker13(
            "ws://localhost/",
            SUBPROTOCOL,
            WebSocketDecoderConfig.newBuilder()
                .allowExtensions(false)
                .expectMaskedFrames(true)
                .maxFramePayloadLength(settings.streams().xml().stanzaBytes())
                .closeOnProtocolViolation(false)
                .build());
    handshaker.handshake(ctx.channel(), request);
    ctx.pipeline().remove("wsencoder");
    ctx.pipeline()
        .replace(
            ctx.name(),
            "xmpp",
            new WebSocketFrames(
                settings.streams(),
                ctx.channel(),
                writer,
                Peers.of(ctx.channel(), request.headers())));
  }
}
