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
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bridge to a server that is played by the test, one connection at a time. */
final class BridgeFixture implements AutoCloseable {

  static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams' id='i1' from='localhost'"
          + " version='1.0' xml:lang='de'>";
  static final String FEATURES =
      "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
          + "<mechanism>ANONYMOUS</mechanism></mechanisms></stream:features>";
  static final String CREATE =
      "<body xmlns='http://jabber.org/protocol/httpbind' rid='1' to='localhost' wait='20' hold='1'"
          + " ver='1.6' xml:lang='fr' xmlns:xmpp='urn:xmpp:xbosh' xmpp:version='1.0'/>";
  private static final Pattern SID = Pattern.compile("sid=\"([^\"]+)\"");
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

  /** The session's id in the answer to the request that has created it. */
  static String sid(String created) {
    Matcher sid = SID.matcher(created);
    if (!sid.find()) {
      throw new AssertionError("No session in: " + created);
    }
    return sid.group(1);
  }

  static String body(String sid, int rid, String content) {
    return "<body xmlns='http://jabber.org/protocol/httpbind' rid='%d' sid='%s'>%s</body>"
        .formatted(rid, sid, content);
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

  CompletableFuture<String> posted(String body) {
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
