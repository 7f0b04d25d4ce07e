package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many streams at once through one bridge, each with its own connection behind it. */
@ExtendWith(Leaks.class)
final class BridgeCrowdTest {

  private static final int STREAMS = 200;

  @Test
  void twoHundredStreamsReceiveWhatIsPublishedAndLeaveNothingBehind() throws Exception {
    try (TestServer server = TestServer.on(Transport.best());
        Bridge bridge =
            Bridge.open(
                BridgeSettings.to("localhost", "127.0.0.1", server.tcp(), ServerTls.NONE),
                ListenerSettings.loopback(null, 0))) {
      List<WebSocketClient> clients = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        clients.add(WebSocketClient.subscribed(Wire.plain(bridge.httpPort())));
      }
      assertThat(bridge.streams()).isEqualTo(STREAMS);
      assertThat(server.listeners.connections()).isEqualTo(STREAMS);
      for (int i = 0; i < 10; i++) {
        server.publish("i" + i, "<p xmlns='p'/>");
      }
      for (WebSocketClient client : clients) {
        for (int i = 0; i < 10; i++) {
          assertThat(client.until("<item")).contains("id=\"i" + i + "\"");
        }
      }
      for (int i = 0; i < STREAMS; i++) {
        // Half of them in order, half of them without a word.
        if (i % 2 == 0) {
          clients.get(i).send("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
          clients.get(i).untilClose();
        }
        clients.get(i).close();
      }
      Wait.until("no stream is left", () -> bridge.streams() == 0);
      Wait.until("no connection is left", () -> server.listeners.connections() == 0);
      Wait.until("no client is left", () -> bridge.connections() == 0);
    }
  }
}
