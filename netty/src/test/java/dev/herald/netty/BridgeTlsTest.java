package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.ServerSettings;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bridge speaks to a server only that proves to be the one of its domain. */
@ExtendWith(Leaks.class)
final class BridgeTlsTest {

  @TempDir private static Path directory;
  private static TestCertificate certificate = TestCertificate.none();
  private static Path trust = Path.of("none.pem");

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.of("bridged", directory);
    trust = directory.resolve("trust.pem");
    certificate.writePem(trust, directory.resolve("key.pem"));
  }

  private static TestServer server() {
    return server(ServerSettings.defaults());
  }

  private static TestServer server(ServerSettings settings) {
    return TestServer.secure(settings, certificate.settings(), Transport.best());
  }

  private static Bridge open(BridgeSettings settings) {
    return Bridge.open(settings, ListenerSettings.loopback(null, 0));
  }

  /** Opens a stream, which is refused. */
  private static void refused(Bridge bridge, String domain) throws IOException {
    try (WebSocketClient client = WebSocketClient.connect(Wire.plain(bridge.httpPort()))) {
      client.send(WebSocketClient.OPEN.replace("localhost", domain));
      client.until("<open");
      client.until("remote-connection-failed");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aServerWithTheRightCertificateIsSpokenTo(ServerTls tls) throws IOException {
    try (TestServer server = server();
        Bridge bridge =
            open(BridgeSettings.to("localhost", "localhost", server.tcp(), tls).withTrust(trust));
        WebSocketClient client = WebSocketClient.subscribed(Wire.plain(bridge.httpPort()))) {
      server.publish("i1", "<p xmlns='p'/>");
      client.until("i1");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aCertificateThatNobodyTrustsIsRefused(ServerTls tls) throws IOException {
    try (LogCapture log = LogCapture.of("dev.herald");
        TestServer server = server();
        Bridge bridge = open(BridgeSettings.to("localhost", "localhost", server.tcp(), tls))) {
      refused(bridge, "localhost");
      assertThat(log.says("WARN", "TLS with it failed", "certification path")).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aCertificateForAnotherDomainIsRefused(ServerTls tls) throws IOException {
    try (LogCapture log = LogCapture.of("dev.herald");
        TestServer server = server(ServerSettings.of("shop.example"));
        Bridge bridge =
            open(
                // The certificate is for the host that is connected to, which is not what counts.
                BridgeSettings.to("shop.example", "localhost", server.tcp(), tls)
                    .withTrust(trust))) {
      refused(bridge, "shop.example");
      assertThat(log.says("WARN", "TLS with it failed", "shop.example")).isTrue();
    }
  }

  @Test
  void certificatesToTrustThatCannotBeReadStopTheStart() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty.pem"), "no certificate");
    for (Path file : new Path[] {empty, directory.resolve("none.pem")}) {
      assertThatThrownBy(
              () ->
                  open(
                      BridgeSettings.to("localhost", "localhost", 5222, ServerTls.STARTTLS)
                          .withTrust(file)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void anotherMachineIsNotConnectedToWithoutTls() {
    ServerAddress address =
        new ServerAddress(BridgeSettings.to("localhost", "192.0.2.1", 5222, ServerTls.NONE));
    assertThatThrownBy(address::resolve)
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("TLS is required");
  }
}
