package dev.herald.netty;

import dev.herald.server.web.HostMeta;
import io.netty.channel.Channel;
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
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
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
  private boolean served;

  /** The last request has come: nothing is read after it. */
  private boolean last;

  /** The last answer has been written. */
  private boolean ended;

  HttpConnection(HttpSettings settings, Channel channel, LoopWriter writer) {
    this.settings = settings;
    this.channel = channel;
    this.writer = writer;
    this.bosh = new BoshRequests(settings.streams().bosh());
    this.deadline = new Deadline(channel, this::late);
    deadline.in(settings.request());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (last) {
      return;
    }
    deadline.lift();
    served = true;
    Throwable broken = request.decoderResult().cause();
    if (broken != null) {
      log.info("{} sends no HTTP: {}", Peers.of(channel), Failures.reason(broken));
      exchange(null, false).answer(statusOf(broken), TEXT, "This is no request of HTTP/1.1");
      return;
    }
    String path = path(request);
    if (path.equals(HostMeta.WEBSOCKET_PATH) && WebSocketUpgrade.isAsked(request)) {
      upgrade(ctx, request);
      return;
    }
    HttpExchange exchange = exchange(request);
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
      exchange(request)
          .answer(HttpResponseStatus.FORBIDDEN, TEXT, "Pages of this origin may not connect");
    } else if (!WebSocketUpgrade.isVersionKnown(request)) {
      exchange(request)
          .answer(
              HttpResponseStatus.UPGRADE_REQUIRED,
              TEXT,
              bytes("The WebSocket version must be 13 (RFC 6455, section 4.4)"),
              Map.of("Sec-WebSocket-Version", WebSocketUpgrade.VERSION));
    } else if (!WebSocketUpgrade.isWellFormed(request) || !open.isEmpty()) {
      exchange(request)
          .answer(
              HttpResponseStatus.BAD_REQUEST,
              TEXT,
              "A WebSocket begins by a GET with its key, when all before it is answered");
    } else if (!WebSocketUpgrade.offersXmpp(request)) {
      exchange(request)
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
      bosh.handle(request, Peers.of(channel, request.headers()), exchange);
    }
  }

  private void meta(HttpExchange exchange, FullHttpRequest request, boolean json) {
    if (!isRead(request)) {
      exchange.answer(
          HttpResponseStatus.METHOD_NOT_ALLOWED,
          TEXT,
          bytes("There is only GET here"),
          Map.of("Allow", "GET, HEAD"));
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

  /** A request beyond the limit, whose content is not read. */
  void tooLarge(HttpRequest request) {
    if (!last) {
      log.info("{} sends a request that is too large", Peers.of(channel));
      exchange(foreign(request), false)
          .answer(
              HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
              TEXT,
              "A request must not be larger than " + settings.maxContent() + " bytes");
    }
  }

  private HttpExchange exchange(HttpRequest request) {
    // A client of HTTP/1.0 would have to be told; it can as well connect again.
    boolean keepAlive =
        request.protocolVersion().equals(HttpVersion.HTTP_1_1) && HttpUtil.isKeepAlive(request);
    return exchange(foreign(request), keepAlive);
  }

  private @Nullable String foreign(HttpRequest request) {
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    return origin != null && settings.origins().isForeignAllowed(origin) ? origin : null;
  }

  private HttpExchange exchange(@Nullable String foreign, boolean keepAlive) {
    HttpExchange exchange = new HttpExchange(this, keepAlive, foreign);
    last = !keepAlive;
    open.add(exchange);
    readIfRoom();
    return exchange;
  }

  /** Called by any thread. */
  void answered(HttpExchange exchange, FullHttpResponse response) {
    if (channel.eventLoop().inEventLoop()) {
      respond(exchange, response);
      return;
    }
    try {
      channel.eventLoop().execute(() -> respond(exchange, response));
    } catch (RejectedExecutionException e) {
      log.debug("The event loop has ended; nothing is answered any more", e);
      response.release();
    }
  }

  private void respond(HttpExchange exchange, FullHttpResponse response) {
    if (exchange.response() != null || ended || !channel.isActive()) {
      response.release();
      return;
    }
    exchange.response(response);
    boolean written = false;
    for (HttpExchange first = open.peek();
        first != null && first.response() != null && !ended;
        first = open.peek()) {
      open.remove();
      channel.write(first.response());
      written = true;
      ended = !first.isKeptAlive() || (last && open.isEmpty());
    }
    if (written) {
      channel.flush();
    }
    if (ended) {
      deadline.lift();
      Lingering.close(channel, false);
    } else {
      if (open.isEmpty()) {
        deadline.in(settings.request());
      }
      readIfRoom();
    }
  }

  /** Not while there is too much to be answered, or the client does not read what was. */
  private void readIfRoom() {
    channel.config().setAutoRead(last || (open.size() < MAX_PIPELINED && channel.isWritable()));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ended) {
      return;
    }
    if (!channel.isWritable()) {
      deadline.in(settings.request());
    } else if (!open.isEmpty()) {
      deadline.lift();
    }
    readIfRoom();
  }

  private void late() {
    settings.late().increment();
    if (served) {
      log.debug("{} is idle; its HTTP connection is closed", Peers.of(channel));
    } else {
      log.info("{} has not sent a request in time; it is disconnected", Peers.of(channel));
    }
    channel.close();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Shutdown.NOW) {
      last = true;
      if (open.isEmpty()) {
        channel.close();
      }
    } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
      log.info("TLS with {} failed: {}", Peers.of(channel), Failures.reason(handshake.cause()));
    }
  }

  private static HttpResponseStatus statusOf(Throwable broken) {
    if (broken instanceof TooLongHttpLineException) {
      return HttpResponseStatus.REQUEST_URI_TOO_LONG;
    }
    return broken instanceof TooLongHttpHeaderException
        ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        : HttpResponseStatus.BAD_REQUEST;
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

  /** At the end of the connection, and when it becomes a WebSocket. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    deadline.lift();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    deadline.lift();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Failures.tell(log, Peers.of(channel), cause);
    ctx.close();
  }
}
