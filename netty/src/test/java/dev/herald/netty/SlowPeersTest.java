package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.session.DisconnectReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slow loris: who takes for ever to say something is ended, and others are served meanwhile. */
@ExtendWith(Leaks.class)
final class SlowPeersTest {

  private static final Duration PACE = Duration.ofMillis(20);
  private static final String POST =
      "POST /http-bind HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\n"
          + "Content-Length: 200\r\n\r\n<body rid='1' xmlns='http://jabber.org/protocol/httpbind'";

  @TempDir private static Path directory;
  private static TlsSettings tls = new TlsSettings(Path.of("none.p12"), null, null);

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = TestCertificate.of("slow", directory).settings();
  }

  /** One that is ended, and one that is not: it came before and is answered after. */
  private interface Slow {
    String endOf(Wire wire) throws IOException;
  }

  private static String end(TestServer server, int port, Slow slow) throws IOException {
    try (TcpClient other = TcpClient.login(Wire.plain(server.tcp()));
        Wire wire = Wire.plain(port)) {
      String answer = slow.endOf(wire);
      other.ping();
      return answer;
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aStreamThatOpensByteByByteIsEndedByTheLoginTimeout(Transport transport) throws IOException {
    try (LogCapture log = LogCapture.of("dev.herald");
        TestServer server = TestServer.impatient(tls, transport)) {
      String answer = end(server, server.tcp(), wire -> wire.drip(TcpClient.HEADER, PACE));
      assertThat(answer).contains("connection-timeout").endsWith("</stream:stream>");
      assertThat(server.ended(DisconnectReason.LOGIN_TIMEOUT)).isEqualTo(1);
      assertThat(log.says("INFO", "127.0.0.1", "login-timeout")).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aConnectionThatSaysNothingIsEndedByTheLoginTimeout(Transport transport) throws IOException {
    try (TestServer server = TestServer.impatient(tls, transport)) {
      assertThat(end(server, server.tcp(), Wire::rest)).contains("connection-timeout");
      assertThat(server.ended(DisconnectReason.LOGIN_TIMEOUT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aHandshakeThatIsNeverFinishedIsEndedByTheLoginTimeout(Transport transport)
      throws IOException {
    try (TestServer server = TestServer.impatient(tls, transport)) {
      // A record of a handshake, and no more than its beginning.
      Slow handshake = wire -> wire.send(new byte[] {22, 3, 1, 1, 0, 1, 0}).rest();
      end(server, server.tcp(), handshake);
      assertThat(server.ended(DisconnectReason.LOGIN_TIMEOUT)).isEqualTo(1);
      end(server, server.http(), handshake);
      assertThat(server.listeners.lateRequests()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void startTlsThatIsNotFollowedByTlsIsEndedByTheLoginTimeout(Transport transport)
      throws IOException {
    try (TestServer server = TestServer.impatient(tls, transport)) {
      end(
          server,
          server.tcp(),
          wire -> {
            wire.send(TcpClient.HEADER).until("</stream:features>");
            wire.send(TcpClient.STARTTLS).until("<proceed");
            return wire.rest();
          });
      assertThat(server.ended(DisconnectReason.LOGIN_TIMEOUT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aRequestThatComesByteByByteIsEnded(Transport transport) throws IOException {
    try (LogCapture log = LogCapture.of("dev.herald.netty");
        TestServer server = TestServer.impatient(tls, transport)) {
      end(server, server.http(), wire -> wire.drip(POST, PACE));
      end(server, server.http(), wire -> wire.send(POST).drip("                     ", PACE));
      end(server, server.http(), Wire::rest);
      assertThat(server.listeners.lateRequests()).isEqualTo(3);
      assertThat(log.says("INFO", "127.0.0.1", "has not sent a request in time")).isTrue();
    }
  }

  @Test
  void aSecondRequestThatComesByteByByteIsEnded() throws IOException {
    try (TestServer server = TestServer.impatient(tls, Transport.best())) {
      end(
          server,
          server.http(),
          wire -> {
            wire.send("GET /.well-known/host-meta HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .until("</XRD>");
            return wire.drip(POST, PACE);
          });
      assertThat(server.listeners.lateRequests()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aWebSocketThatSaysNothingIsEndedByTheLoginTimeout(Transport transport) throws IOException {
    try (TestServer server = TestServer.impatient(tls, transport);
        TcpClient other = TcpClient.login(Wire.plain(server.tcp()));
        WebSocketClient slow = WebSocketClient.connect(Wire.plain(server.http()))) {
      slow.until("connection-timeout");
      assertThat(slow.untilClose().closeCode()).isEqualTo(1008);
      assertThat(server.ended(DisconnectReason.LOGIN_TIMEOUT)).isEqualTo(1);
      other.ping();
    }
  }

  @Test
  void aWebSocketWhoseMessageComesByteByByteIsEndedByTheLoginTimeout() throws IOException {
    try (TestServer server = TestServer.impatient(tls, Transport.best());
        WebSocketClient slow = WebSocketClient.connect(Wire.plain(server.http()))) {
      String frame =
          new String(
              WebSocketClient.head(0x81, 100, 0x80).toByteArray(),
              java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(slow.wire().drip(frame + "a".repeat(60), PACE)).contains("connection-timeout");
      assertThat(server.ended(DisconnectReason.LOGIN_TIMEOUT)).isEqualTo(1);
    }
  }
}
