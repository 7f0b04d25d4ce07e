package dev.herald.netty;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request that is to be answered, later and by any thread. Responses leave in the order of the
 * requests (RFC 9112, section 9.3.2).
 */
final class HttpExchange {

  private final HttpConnection connection;
  private final boolean keepAlive;
  private final @Nullable String allowedOrigin;
  private @Nullable FullHttpResponse response;

  /**
   * @param allowedOrigin the page of another origin that may read the answer
   */
  HttpExchange(HttpConnection connection, boolean keepAlive, @Nullable String allowedOrigin) {
    this.connection = connection;
    this.keepAlive = keepAlive;
    this.allowedOrigin = allowedOrigin;
  }

  void answer(HttpResponseStatus status, String type, String text) {
    answer(status, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  void answer(HttpResponseStatus status, String type, byte[] content, Map<String, String> headers) {
    FullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(content));
    headers.forEach((name, value) -> answer.headers().set(name, value));
    answer.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
    answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, content.length);
    answer.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    answer.headers().set(HttpHeaderNames.VARY, "Origin");
    if (allowedOrigin != null) {
      answer.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowedOrigin);
      answer.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    if (!keepAlive) {
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    connection.answered(this, answer);
  }

  boolean isKeptAlive() {
    return keepAlive;
  }

  @Nullable FullHttpResponse response() {
    return response;
  }

  void response(FullHttpResponse answer) {
    this.response = answer;
  }
}
