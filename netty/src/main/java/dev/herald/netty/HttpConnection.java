package dev.herald.netty;

import dev.herald.server.web.HostMeta;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP port (RFC 9112): one connection's requests, to where they belong. */
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);
  private static final String TEXT = "text/plain; charset=utf-8";

  /** Requests that a client may send before the first is answered. */
  private static final int MAX_PIPELINED = 8;

  private final HttpSettings settings;
  private final Channel channel;
  private final LoopWriter writer;
  private final BoshRequests bosh;
  private final Deadline deadline;
  private final ArrayDeque<HttpExchange> open = new ArrayDeque<>();

  HttpConnection(HttpSettings settings, Channel channel, LoopWriter writer) {
    this.settings = settings;
    this.channel = channel;
    this.writer = writer;
    this.bosh = new BoshRequests(settings.server().bosh());
    this.deadline = new Deadline(channel);
    deadline.in(settings.request());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    deadline.lift();
    if (!request.decoderResult().isSuccess()) {
      exchange(request, null).answer(HttpResponseStatus.BAD_REQUEST, TEXT, "This is no HTTP");
      return;
    }
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    String foreign = origin != null && settings.origins().isForeignAllowed(origin) ? origin : null;
    String path = path(request);
    if (path.equals(HostMeta.WEBSOCKET_PATH) && WebSocketUpgrade.isAsked(request)) {
      upgrade(ctx, request);
      return;
    }
    HttpExchange exchange = exchange(request, foreign);
    switch (path) {
      case HostMeta.WEBSOCKET_PATH ->
          exchange.answer(
              HttpResponseStatus.UPGRADE_REQUIRED,
              TEXT,
              bytes("This is a WebSocket endpoint for XMPP (RFC 7395)"),
              Map.of("Upgrade", "websocket"));
      case HostMeta.BOSH_PATH -> bosh(exchange, request);
      case HostMeta.XML_PATH -> meta(exchange, request, false);
      case HostMeta.JSON_PATH -> meta(exchange, request, true);
      default -> file(exchange, request, path);
    }
  }

  private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (!isPermitted(request)) {
      exchange(request, null)
          .answer(HttpResponseStatus.FORBIDDEN, TEXT, "Pages of this origin may not connect");
    } else if (!WebSocketUpgrade.offersXmpp(request)) {
      exchange(request, null)
          .answer(
              HttpResponseStatus.BAD_REQUEST,
              TEXT,
              "The WebSocket subprotocol must be 'xmpp' (RFC 7395, section 3.1)");
    } else {
      new WebSocketUpgrade(settings, writer).perform(ctx, request);
    }
  }

  private void bosh(HttpExchange exchange, FullHttpRequest request) {
    if (request.method().equals(HttpMethod.OPTIONS)) {
      exchange.answer(
          HttpResponseStatus.OK,
          TEXT,
          bytes(""),
          Map.of(
              "Access-Control-Allow-Methods", "POST, OPTIONS",
              "Access-Control-Allow-Headers", "Content-Type",
              "Access-Control-Max-Age", "7200"));
    } else if (!request.method().equals(HttpMethod.POST)) {
      exchange.answer(
          HttpResponseStatus.METHOD_NOT_ALLOWED,
          TEXT,
          bytes("BOSH is by POST (XEP-0124)"),
          Map.of("Allow", "POST, OPTIONS"));
    } else if (!isPermitted(request)) {
      exchange.answer(HttpResponseStatus.FORBIDDEN, TEXT, "Pages of this origin may not connect");
    } else {
      bosh.handle(request, Peers.of(channel), exchange);
    }
  }

  private void meta(HttpExchange exchange, FullHttpRequest request, boolean json) {
    if (!isRead(request)) {
      exchange.answer(HttpResponseStatus.METHOD_NOT_ALLOWED, TEXT, "There is only GET here");
      return;
    }
    HttpHeaders headers = request.headers();
    String host = headers.get("X-Forwarded-Host", headers.get(HttpHeaderNames.HOST, "localhost"));
    boolean secure = isSecure(request);
    // XEP-0156, section 4.2, asks for it: clients of other origins look here first.
    exchange.answer(
        HttpResponseStatus.OK,
        json ? "application/json" : "application/xrd+xml; charset=utf-8",
        bytes(json ? settings.meta().json(secure, host) : settings.meta().xml(secure, host)),
        Map.of("Access-Control-Allow-Origin", "*"));
  }

  private void file(HttpExchange exchange, FullHttpRequest request, String path) {
    StaticFiles.File file = isRead(request) ? settings.files().at(path).orElse(null) : null;
    if (file == null) {
      exchange.answer(HttpResponseStatus.NOT_FOUND, TEXT, "There is nothing at this address");
    } else {
      exchange.answer(
          HttpResponseStatus.OK,
          file.type(),
          file.content(),
          Map.of("Access-Control-Allow-Origin", "*"));
    }
  }

  private HttpExchange exchange(HttpRequest request, @Nullable String foreign) {
    HttpExchange exchange = new HttpExchange(this, HttpUtil.isKeepAlive(request), foreign);
    open.add(exchange);
    if (open.size() >= MAX_PIPELINED) {
      channel.config().setAutoRead(false);
    }
    return exchange;
  }

  /** Called by any thread. */
  void answered(HttpExchange exchange, FullHttpResponse response) {
    if (channel.eventLoop().inEventLoop()) {
      respond(exchange, response);
    } else {
      channel.eventLoop().execute(() -> respond(exchange, response));
    }
  }

  private void respond(HttpExchange exchange, FullHttpResponse response) {
    if (exchange.response() != null) {
      response.release();
      return;
    }
    exchange.response(response);
    HttpExchange first;
    boolean written = false;
    while ((first = open.peek()) != null && first.response() != null) {
      open.remove();
      var write = channel.write(first.response());
      written = true;
      if (!first.isKeptAlive()) {
        write.addListener(ChannelFutureListener.CLOSE);
      }
    }
    if (written) {
      channel.flush();
    }
    if (open.isEmpty()) {
      deadline.in(settings.request());
    }
    if (open.size() < MAX_PIPELINED && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  private boolean isPermitted(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return settings
        .origins()
        .permits(
            headers.get(HttpHeaderNames.ORIGIN),
            isSecure(request),
            headers.get(HttpHeaderNames.HOST),
            headers.get("X-Forwarded-Host"));
  }

  private boolean isSecure(HttpRequest request) {
    return channel.pipeline().get(SslHandler.class) != null
        || "https".equalsIgnoreCase(request.headers().get("X-Forwarded-Proto"));
  }

  private static boolean isRead(HttpRequest request) {
    return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
  }

  private static String path(HttpRequest request) {
    String uri = request.uri();
    int end = uri.indexOf('?');
    return end < 0 ? uri : uri.substring(0, end);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    deadline.lift();
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A connection that breaks is no fault of the server's.
    log.debug("An HTTP connection of {} failed", Peers.of(channel), cause);
    ctx.close();
  }
}
