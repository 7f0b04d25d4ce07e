package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.ServerSettings;
import dev.herald.server.session.DisconnectReason;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS from the first byte and by STARTTLS, and certificates that change. */
@ExtendWith(Leaks.class)
final class TlsTest {

  @TempDir private static Path directory;
  private static TestCertificate before = TestCertificate.none();
  private static TestCertificate after = TestCertificate.none();

  @BeforeAll
  static void makeCertificates() throws Exception {
    before = TestCertificate.of("before", directory);
    after = TestCertificate.of("after", directory);
  }

  private static TestServer server(TlsSettings tls, Transport transport) {
    return TestServer.secure(ServerSettings.defaults(), tls, transport);
  }

  private static Wire startTls(TestServer server, String... protocols) throws IOException {
    Wire wire = Wire.plain(server.tcp());
    wire.send(TcpClient.HEADER).until("</stream:features>");
    wire.send(TcpClient.STARTTLS).until("/>");
    return wire.secured(protocols);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void everyPortSpeaksThisVersion(String version) throws IOException {
    try (TestServer server = server(before.settings(), Transport.best());
        Wire direct = Wire.plain(server.tcp()).secured(version);
        Wire later = startTls(server, version);
        Wire http = Wire.plain(server.http()).secured(version)) {
      TcpClient.login(direct).ping();
      TcpClient.login(later).ping();
      WebSocketClient.login(http).send(TcpClient.BIND).until("<jid>");
      assertThat(direct.tls().getSession().getProtocol()).isEqualTo(version);
      assertThat(later.tls().getSession().getProtocol()).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void theProtocolIsChosenByAlpn(Transport transport) throws IOException {
    try (TestServer server = server(before.settings(), transport);
        Wire tcp = Wire.plain(server.tcp()).securedFor("xmpp-client");
        Wire http = Wire.plain(server.http()).securedFor("http/1.1")) {
      assertThat(tcp.tls().getApplicationProtocol()).isEqualTo("xmpp-client");
      assertThat(http.tls().getApplicationProtocol()).isEqualTo("http/1.1");
      TcpClient.login(tcp).ping();
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void whatFollowsStartTlsInClearTextIsRefused(Transport transport) throws IOException {
    try (LogCapture log = LogCapture.of("dev.herald");
        TestServer server = server(before.settings(), transport);
        Wire wire = Wire.plain(server.tcp())) {
      wire.send(TcpClient.HEADER).until("</stream:features>");
      String answer = wire.send(TcpClient.STARTTLS + TcpClient.HEADER).rest();
      assertThat(answer).doesNotContain("<proceed").contains("policy-violation");
      assertThat(server.ended(DisconnectReason.PROTOCOL_ERROR)).isEqualTo(1);
      assertThat(log.says("INFO", "127.0.0.1", "protocol-error")).isTrue();
    }
  }

  @Test
  void evenASpaceAfterStartTlsIsRefused() throws IOException {
    try (TestServer server = server(before.settings(), Transport.best());
        Wire wire = Wire.plain(server.tcp())) {
      wire.send(TcpClient.HEADER).until("</stream:features>");
      assertThat(wire.send(TcpClient.STARTTLS + " ").rest()).doesNotContain("<proceed");
    }
  }

  @Test
  void aHandshakeThatFailsIsCountedAndLogged() throws IOException {
    try (LogCapture log = LogCapture.of("dev.herald");
        TestServer server = server(before.settings(), Transport.best());
        Wire wire = Wire.plain(server.tcp())) {
      // A record of a handshake whose message is none.
      wire.send(new byte[] {22, 3, 1, 0, 4, 99, 0, 0, 0}).rest();
      Wait.until("it has ended", () -> server.ended(DisconnectReason.TLS_FAILED) == 1);
      assertThat(log.says("INFO", "TLS with 127.0.0.1 failed")).isTrue();
    }
  }

  @Test
  void aPasswordInClearTextWhereTlsWasDueIsNotLogged() throws IOException {
    String password = "AGFsaWNlAHNlY3JldA==";
    try (LogCapture log = LogCapture.ofAll("dev.herald");
        TestServer server = server(before.settings(), Transport.best());
        Wire wire = Wire.plain(server.tcp())) {
      wire.send(TcpClient.HEADER).until("</stream:features>");
      wire.send(TcpClient.STARTTLS).until("/>");
      wire.send(
              "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                  + password
                  + "</auth>")
          .rest();
      Wait.until("it has ended", () -> server.ended(DisconnectReason.TLS_FAILED) == 1);
      assertThat(log.says("INFO", "TLS with 127.0.0.1 failed", "NotSslRecord")).isTrue();
      assertThat(log.lines().toString())
          .doesNotContain(password)
          .doesNotContain(ByteBufUtil.hexDump(password.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  @Test
  void aNewCertificateInPkcs12IsUsedAndABrokenOneIsNot() throws Exception {
    Path file = Files.copy(before.pkcs12(), directory.resolve("used.p12"));
    try (LogCapture log = LogCapture.of("dev.herald.netty");
        TestServer server =
            server(new TlsSettings(file, null, TestCertificate.PASSWORD), Transport.best())) {
      assertThat(shown(server)).isEqualTo("CN=before");
      Files.copy(after.pkcs12(), file, StandardCopyOption.REPLACE_EXISTING);
      Wait.until("the new one is shown", () -> "CN=after".equals(shown(server)));
      Files.writeString(file, "no certificate at all");
      Wait.until(
          "the broken one was looked at",
          () -> shown(server).equals("CN=after") && log.says("ERROR", "the old one stays"));
      assertThat(log.lines().toString()).doesNotContain(TestCertificate.PASSWORD);
    }
  }

  @Test
  void aNewCertificateInPemIsUsedAndOneThatDoesNotFitItsKeyIsNot() throws Exception {
    Path certificate = directory.resolve("chain.pem");
    Path key = directory.resolve("key.pem");
    before.writePem(certificate, key);
    try (LogCapture log = LogCapture.of("dev.herald.netty");
        TestServer server = server(new TlsSettings(certificate, key, null), Transport.best())) {
      assertThat(shown(server)).isEqualTo("CN=before");
      // The certificate first, the key later, as those who renew it do.
      after.writePem(certificate, directory.resolve("later.pem"));
      Wait.until(
          "the certificate alone was looked at",
          () -> shown(server).equals("CN=before") && log.says("ERROR", "the old one stays"));
      Files.move(directory.resolve("later.pem"), key, StandardCopyOption.REPLACE_EXISTING);
      Wait.until("the new one is shown", () -> "CN=after".equals(shown(server)));
    }
  }

  private static String shown(TestServer server) {
    try (Wire wire = Wire.tls(server.tcp())) {
      X509Certificate shown = (X509Certificate) wire.tls().getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    } catch (IOException e) {
      throw new AssertionError("TLS does not work", e);
    }
  }

  @Test
  void aCertificateThatCannotBeReadStopsTheStart() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.p12"), "nothing");
    assertThatThrownBy(() -> server(new TlsSettings(broken, null, "hush"), Transport.best()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("broken.p12")
        .hasMessageNotContaining("hush");
  }
}
