package dev.herald.netty;

import dev.herald.server.bosh.BoshEndpoint;
import dev.herald.server.bosh.BoshRequest;
import dev.herald.server.bosh.BoshResponder;
import dev.herald.server.sasl.Peer;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** XEP-0124: requests on their way to the BOSH endpoint, and its answers back. */
final class BoshRequests {

  private static final String XML = "text/xml; charset=utf-8";

  private final BoshEndpoint endpoint;

  BoshRequests(BoshEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  void handle(FullHttpRequest request, Peer peer, HttpExchange exchange) {
    String body = request.content().toString(StandardCharsets.UTF_8);
    endpoint.handle(
        new BoshRequest(body, peer),
        new BoshResponder() {
          @Override
          public void respond(String response) {
            respond(response, XML);
          }

          @Override
          public void respond(String response, String contentType) {
            exchange.answer(HttpResponseStatus.OK, contentType, response);
          }

          @Override
          public void refuse(int status, String response) {
            exchange.answer(HttpResponseStatus.valueOf(status), XML, response);
          }
        });
  }
}
