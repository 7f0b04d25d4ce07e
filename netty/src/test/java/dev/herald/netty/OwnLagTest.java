package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.ServerSettings;
import dev.herald.server.pubsub.Action;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.Authorization;
import dev.herald.server.session.DisconnectReason;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What waits while the event loop is busy with something else is not its clients' fault: sixteen
 * times the limit may, and no more.
 */
@ExtendWith(Leaks.class)
final class OwnLagTest {

  private static final String BUSY = "/busy";
  private static final int LIMIT = 64 * 1024;
  private static final int PAYLOAD = 8_000;
  private static final String ITEM = "<p xmlns='p'>" + "x".repeat(PAYLOAD) + "</p>";

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  private TestServer server(Transport transport) {
    // The loop itself asks, so it is busy as long as this takes.
    Authorization slow =
        (client, action, node) -> {
          if (action == Action.SUBSCRIBE && node.name().equals(BUSY)) {
            begun.countDown();
            await(over);
          }
          return Authorization.Decision.ALLOW;
        };
    TestServer server =
        TestServer.ofOneLoop(ServerSettings.defaults().withOutboundBytes(LIMIT), slow, transport);
    server.xmpp.pubSub().create(Actor.APPLICATION, BUSY);
    return server;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void keepBusy(TcpClient client) throws IOException {
    client.subscribe("busy", BUSY);
    await(begun);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aBurstOfMoreThanTheLimitReachesWhoReads(Transport transport) throws IOException {
    try (TestServer server = server(transport);
        TcpClient tcp = TcpClient.login(Wire.plain(server.tcp())).subscribed();
        WebSocketClient web = WebSocketClient.subscribed(Wire.plain(server.http()));
        TcpClient other = TcpClient.login(Wire.plain(server.tcp()))) {
      keepBusy(other);
      int items = 10 * LIMIT / PAYLOAD;
      for (int i = 0; i < items; i++) {
        server.publish("i" + i, ITEM);
      }
      over.countDown();
      for (int i = 0; i < items; i++) {
        tcp.wire().until("<item id=\"i" + i + "\"");
        web.until("<item id=\"i" + i + "\"");
      }
      tcp.ping();
      assertThat(server.ended(DisconnectReason.SLOW_CONSUMER)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void moreThanSixteenTimesTheLimitEndsItsStreamsAndNoOther(Transport transport)
      throws IOException {
    try (TestServer server = server(transport);
        TcpClient tcp = TcpClient.login(Wire.plain(server.tcp())).subscribed();
        WebSocketClient web = WebSocketClient.subscribed(Wire.plain(server.http()));
        TcpClient other = TcpClient.login(Wire.plain(server.tcp()))) {
      keepBusy(other);
      int most = 16 * LIMIT;
      int items = 0;
      while (server.ended(DisconnectReason.SLOW_CONSUMER) < 2) {
        assertThat(items * PAYLOAD).as("bytes that wait").isLessThan(most + PAYLOAD);
        server.publish("i" + items++, ITEM);
      }
      // An event is some hundred bytes more than its payload.
      assertThat(items * (PAYLOAD + 500)).isGreaterThan(most);
      over.countDown();
      other.wire().until("id=\"busy\"");
      other.ping();
      // What waited is dropped, last words and all.
      assertThat(tcp.wire().rest()).doesNotContain("<item ");
      assertThat(web.untilClose().closeCode()).isEqualTo(1008);
      assertThat(server.xmpp.sessions().size()).isEqualTo(1);
      Wait.until("their connections are closed", () -> server.listeners.connections() == 1);
    }
  }
}
