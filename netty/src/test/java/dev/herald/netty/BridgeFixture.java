package dev.herald.netty;

import dev.herald.server.bosh.BoshLimits;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.XmlLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A bridge to a server that is played by the test, one connection at a time. */
final class BridgeFixture implements AutoCloseable {

  static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams' id='i1' from='localhost'"
          + " version='1.0' xml:lang='de'>";
  static final String FEATURES =
      "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
          + "<mechanism>ANONYMOUS</mechanism></mechanisms></stream:features>";
  static final int OUTBOUND_BYTES = 256 * 1024;

  final ServerSocket server;
  final Bridge bridge;
  private final HttpClient http = HttpClient.newHttpClient();

  private BridgeFixture(ServerSocket server, BridgeSettings settings) {
    this.server = server;
    this.bridge = Bridge.open(settings, ListenerSettings.loopback(null, 0));
  }

  static BridgeFixture open() throws IOException {
    return with(StreamLimits.DEFAULT);
  }

  static BridgeFixture with(StreamLimits limits) throws IOException {
    return with(ServerTls.NONE, limits);
  }

  static BridgeFixture with(ServerTls tls, StreamLimits limits) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return new BridgeFixture(
        server,
        BridgeSettings.to("localhost", "127.0.0.1", server.getLocalPort(), tls)
            .withLimits(XmlLimits.DEFAULT, limits, BoshLimits.DEFAULT, OUTBOUND_BYTES));
  }

  WebSocketClient webSocket() throws IOException {
    return WebSocketClient.connect(Wire.plain(bridge.httpPort()));
  }

  /** The server's side of the next stream, whose header has been read and is not answered yet. */
  Wire accept() throws IOException {
    Wire wire = Wire.accepted(server);
    wire.until("<stream:stream");
    wire.until(">");
    return wire;
  }

  /** The server's side of a stream of this client, on which features have been offered. */
  Wire opened(WebSocketClient client) throws IOException {
    client.send(WebSocketClient.OPEN);
    Wire wire = accept();
    wire.send(HEADER + FEATURES);
    client.until("features");
    return wire;
  }

  /** Sends a request of BOSH, and answers with its response. */
  String post(String body) throws IOException, InterruptedException {
    return http.send(request(body), HttpResponse.BodyHandlers.ofString()).body();
  }

  java.util.concurrent.CompletableFuture<String> posted(String body) {
    return http.sendAsync(request(body), HttpResponse.BodyHandlers.ofString())
        .thenApply(HttpResponse::body);
  }

  private HttpRequest request(String body) {
    return HttpRequest.newBuilder(
            URI.create("http://localhost:" + bridge.httpPort() + "/http-bind"))
        .timeout(Duration.ofSeconds(30))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  @Override
  public void close() throws IOException {
    bridge.close();
    server.close();
  }
}
