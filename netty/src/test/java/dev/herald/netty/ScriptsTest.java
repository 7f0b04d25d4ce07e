package dev.herald.netty;

import dev.herald.server.XmppServer;
import dev.herald.server.script.BoshTransport;
import dev.herald.server.script.ScriptTransport;
import dev.herald.server.script.Scripts;
import dev.herald.server.script.WebSocketTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the server's tests over real sockets. */
class ScriptsTest {

  private final XmppServer server = Scripts.server();
  private TestCertificate certificate;
  private NettyListeners listeners;
  private HttpClient http;

  @BeforeEach
  void listen(@TempDir Path folder) {
    certificate = TestCertificate.in(folder);
    listeners =
        NettyListeners.open(
            server, ListenerSettings.loopback(0, 0).withTls(certificate.settings()));
    http = HttpClient.newBuilder().sslContext(certificate.trusted()).build();
  }

  @AfterEach
  void stop() {
    server.close();
    listeners.close();
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverTcp() {
    return over(TcpTransport.plain(tcpPort()));
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverTcpWithStartTls() {
    return over(TcpTransport.startTls(tcpPort(), certificate.trusted().getSocketFactory()));
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverDirectTls() {
    return over(TcpTransport.directTls(tcpPort(), certificate.trusted().getSocketFactory()));
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverWebSocket() {
    return over(new WebSocketTransport(http, uri("ws", "/xmpp-websocket")));
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverWebSocketWithTls() {
    return over(new WebSocketTransport(http, uri("wss", "/xmpp-websocket")));
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverBosh() {
    return over(new BoshTransport(http, uri("http", "/http-bind")));
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverBoshWithTls() {
    return over(new BoshTransport(http, uri("https", "/http-bind")));
  }

  private Stream<DynamicTest> over(ScriptTransport transport) {
    return Scripts.over(transport, server);
  }

  private int tcpPort() {
    return listeners.tcpPort().orElseThrow();
  }

  private URI uri(String scheme, String path) {
    return URI.create(
        "%s://localhost:%d%s".formatted(scheme, listeners.httpPort().orElseThrow(), path));
  }
}
