package dev.herald.netty;

import dev.herald.server.XmppServer;
import dev.herald.server.script.BoshTransport;
import dev.herald.server.script.ScriptTransport;
import dev.herald.server.script.Scripts;
import dev.herald.server.script.WebSocketTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the server's tests, whose server has a port for TCP only, and a bridge to it. */
class BridgeScriptsTest {

  private final XmppServer server = Scripts.server();
  private TestCertificate certificate;
  private NettyListeners listeners;
  private HttpClient http;
  private Path trust;
  private @Nullable Bridge bridge;

  @BeforeEach
  void listen(@TempDir Path folder) throws IOException, GeneralSecurityException {
    certificate = TestCertificate.in(folder);
    trust = folder.resolve("trust.pem");
    certificate.writePem(trust, folder.resolve("key.pem"));
    listeners =
        NettyListeners.open(
            server, ListenerSettings.loopback(0, null).withTls(certificate.settings()));
    http = HttpClient.newBuilder().sslContext(certificate.trusted()).build();
  }

  @AfterEach
  void stop() {
    if (bridge != null) {
      bridge.close();
    }
    server.close();
    listeners.close();
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverWebSocket() {
    return over(new WebSocketTransport(http, uri(ServerTls.NONE, "ws", "/xmpp-websocket")));
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverWebSocketWithTlsAndStartTlsBehindIt() {
    return over(new WebSocketTransport(http, uri(ServerTls.STARTTLS, "wss", "/xmpp-websocket")));
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverBosh() {
    return over(new BoshTransport(http, uri(ServerTls.NONE, "http", "/http-bind")));
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverBoshWithTlsAndDirectTlsBehindIt() {
    return over(new BoshTransport(http, uri(ServerTls.DIRECT, "https", "/http-bind")));
  }

  private Stream<DynamicTest> over(ScriptTransport transport) {
    return Scripts.over(transport, server);
  }

  private URI uri(ServerTls tls, String scheme, String path) {
    BridgeSettings settings =
        BridgeSettings.to("localhost", "localhost", listeners.tcpPort().orElseThrow(), tls);
    Bridge open =
        Bridge.open(
            tls == ServerTls.NONE ? settings : settings.withTrust(trust),
            ListenerSettings.loopback(null, 0).withTls(certificate.settings()));
    bridge = open;
    return URI.create("%s://localhost:%d%s".formatted(scheme, open.httpPort(), path));
  }
}
