package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.StreamLimits;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A crowd that begins to log in and does not go on. The property {@code herald.hostile.crowd} is
 * its size (default 2,000); 10,000 need 20,100 open files.
 */
@ExtendWith(Leaks.class)
final class CrowdTest {

  private static final int CROWD = Integer.getInteger("herald.hostile.crowd", 2_000);

  /** Of both ends, as they are in one process; a server alone takes a part of it. */
  private static final long MOST_BYTES_EACH = 40_000;

  private static final Duration LOGIN = Duration.ofSeconds(6 + CROWD / 500);

  @ParameterizedTest
  @EnumSource(Transport.class)
  void takesLittleMemoryKeepsNobodyOutBelowTheLimitAndIsGoneAfterItsTime(Transport transport)
      throws Exception {
    StreamLimits limits =
        StreamLimits.DEFAULT
            .withSessions(CROWD + 2, 100, 1_000)
            .withTimeouts(LOGIN, Duration.ofMinutes(5), Duration.ofMinutes(1));
    List<Socket> crowd = new ArrayList<>();
    try (TestServer server = TestServer.with(limits, transport)) {
      TcpClient.login(Wire.plain(server.tcp())).close();
      long before = heap();
      byte[] half = TcpClient.HEADER.substring(0, 40).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < CROWD; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.tcp());
        crowd.add(socket);
        socket.getOutputStream().write(half);
      }
      Wait.until("all are there", () -> server.listeners.connections() == CROWD);
      long each = (heap() - before) / CROWD;
      System.out.println("CrowdTest: bytes of heap for each connection: " + each);
      assertThat(each).isLessThan(MOST_BYTES_EACH);
      try (TcpClient one = TcpClient.login(Wire.plain(server.tcp()));
          TcpClient two = TcpClient.login(Wire.plain(server.tcp()));
          Wire tooMany = Wire.plain(server.tcp());
          WebSocketClient tooManyToo = WebSocketClient.connect(Wire.plain(server.http()))) {
        assertThat(tooMany.rest()).contains("resource-constraint").endsWith("</stream:stream>");
        tooManyToo.until("resource-constraint");
        assertThat(tooManyToo.untilClose().closeCode()).isEqualTo(1013);
        assertThat(server.ended(DisconnectReason.TOO_MANY_SESSIONS)).isEqualTo(2);
        one.ping();
        two.ping();
        Wait.until("the crowd is gone", () -> server.xmpp.sessions().size() == 2);
        assertThat(server.ended(DisconnectReason.LOGIN_TIMEOUT)).isEqualTo(CROWD);
        one.ping();
      }
      Wait.until("its connections are closed", () -> server.listeners.connections() == 0);
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
