package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.ServerSettings;
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

/** The end of the server reaches each client, and does not wait for those who do not listen. */
@ExtendWith(Leaks.class)
final class ShutdownTest {

  @TempDir private static Path directory;
  private static TestCertificate certificate = TestCertificate.none();

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.of("shutdown", directory);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void everyClientIsToldEvenBesideOneThatDoesNotRead(Transport transport) throws IOException {
    TestServer server =
        TestServer.secure(
            ServerSettings.defaults().withOutboundBytes(16 * 1024 * 1024),
            certificate.settings(),
            transport);
    try (TcpClient stopped = TcpClient.login(Wire.small(server.tcp())).subscribed();
        WebSocketClient stoppedToo = WebSocketClient.subscribed(Wire.small(server.http()))) {
      for (int i = 0; i < 200; i++) {
        server.publish("i" + i, "<p xmlns='p'>" + "x".repeat(20_000) + "</p>");
      }
      try (TcpClient tcp = TcpClient.login(Wire.plain(server.tcp()));
          TcpClient tls = TcpClient.login(Wire.tls(server.tcp()));
          WebSocketClient web = WebSocketClient.subscribed(Wire.plain(server.http()));
          BoshSubscriber bosh = BoshSubscriber.subscribed(server.http()).poll();
          Wire idle = Wire.plain(server.http());
          Wire silent = Wire.plain(server.tcp())) {
        Wait.until("all are there", () -> server.listeners.connections() == 8);
        long begun = System.nanoTime();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        assertThat(tcp.wire().rest()).contains("system-shutdown").endsWith("</stream:stream>");
        assertThat(tls.wire().rest()).contains("system-shutdown").endsWith("</stream:stream>");
        assertThat(silent.rest()).contains("system-shutdown").endsWith("</stream:stream>");
        web.until("system-shutdown");
        assertThat(web.untilClose().closeCode()).isEqualTo(1001);
        assertThat(bosh.answer()).contains("system-shutdown");
        assertThat(idle.rest()).isEmpty();
      }
      assertThat(stopped.wire().rest()).isNotEmpty();
      assertThat(stoppedToo.wire().rest()).isNotEmpty();
    }
    assertThat(server.listeners.connections()).isZero();
    assertThat(server.ended(DisconnectReason.SHUTDOWN)).isEqualTo(7);
  }

  @Test
  void listenersThatCloseAloneEndTheirStreamsInOrderToo() throws IOException {
    try (TestServer server = TestServer.on(Transport.best());
        TcpClient tcp = TcpClient.login(Wire.plain(server.tcp()));
        WebSocketClient web = WebSocketClient.subscribed(Wire.plain(server.http()))) {
      server.listeners.close();
      assertThat(tcp.wire().rest()).contains("system-shutdown").endsWith("</stream:stream>");
      assertThat(web.untilClose().closeCode()).isEqualTo(1001);
      server.publish("late", "<p xmlns='p'/>");
      server.listeners.close();
    }
  }
}
