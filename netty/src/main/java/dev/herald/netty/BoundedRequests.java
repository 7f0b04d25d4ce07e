package dev.herald.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import java.util.function.Consumer;

/**
 * Puts requests together, up to a size. The answer to one beyond it stands in line with the others,
 * and ends the connection.
 */
final class BoundedRequests extends HttpObjectAggregator {

  private final Consumer<HttpRequest> tooLarge;

  BoundedRequests(int maxContent, Consumer<HttpRequest> tooLarge) {
    super(maxContent, true);
    this.tooLarge = tooLarge;
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
    if (oversized instanceof HttpRequest request) {
      tooLarge.accept(request);
    }
  }
}
