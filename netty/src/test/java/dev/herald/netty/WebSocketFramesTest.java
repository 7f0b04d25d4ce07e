package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.session.DisconnectReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** RFC 6455 as a client that breaks it meets it, and one that uses all of it. */
@ExtendWith(Leaks.class)
final class WebSocketFramesTest {

  private final TestServer server = TestServer.on(Transport.best());
  private final LogCapture log = LogCapture.of("dev.herald");

  @AfterEach
  void close() {
    server.close();
    log.close();
  }

  private WebSocketClient connect() throws IOException {
    return WebSocketClient.connect(Wire.plain(server.http()));
  }

  @Test
  void aCompressedFrameWithoutTheExtensionIsAProtocolError() throws IOException {
    try (WebSocketClient client = connect()) {
      client.send(0xC1, "<open/>".getBytes(StandardCharsets.UTF_8));
      assertThat(client.untilClose().closeCode()).isEqualTo(1002);
    }
    assertThat(log.says("127.0.0.1", "sends no WebSocket frames")).isTrue();
    assertThat(server.ended(DisconnectReason.PROTOCOL_ERROR)).isEqualTo(1);
  }

  @Test
  void aFrameWithoutAMaskIsAProtocolError() throws IOException {
    try (WebSocketClient client = connect()) {
      client.sendUnmasked(WebSocketClient.OPEN);
      assertThat(client.untilClose().closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void aBinaryMessageIsRefusedBy1003() throws IOException {
    try (WebSocketClient client = connect()) {
      client.send(0x82, new byte[] {1, 2, 3});
      assertThat(client.untilClose().closeCode()).isEqualTo(1003);
    }
    assertThat(server.ended(DisconnectReason.PROTOCOL_ERROR)).isEqualTo(1);
  }

  @Test
  void aFrameBeyondTheLimitIsAnsweredBeforeItHasCome() throws IOException {
    try (WebSocketClient client = connect()) {
      client.wire().send(WebSocketClient.head(0x81, 1_000_000_000, 0x80).toByteArray());
      assertThat(client.until("policy-violation")).contains("larger than 262144 bytes");
      assertThat(client.untilClose().closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void aMessageBeyondTheLimitInManyFramesIsRefused() throws IOException {
    try (WebSocketClient client = connect()) {
      client.send(0x01, new byte[100_000]);
      client.send(0x00, new byte[100_000]);
      client.send(0x00, new byte[100_000]);
      assertThat(client.until("policy-violation")).contains("larger than 262144 bytes");
    }
    assertThat(server.ended(DisconnectReason.PROTOCOL_ERROR)).isEqualTo(1);
  }

  @Test
  void aMessageAsLargeAsTheLimitIsTakenAndAByteMoreIsNot() throws IOException {
    String ping = TcpClient.ping("p");
    String most = ping.replaceFirst("><", ">" + " ".repeat(262_144 - ping.length()) + "<");
    try (WebSocketClient client = WebSocketClient.subscribed(Wire.plain(server.http()));
        WebSocketClient other = WebSocketClient.subscribed(Wire.plain(server.http()))) {
      client.send(most).until("id=\"p\"");
      client.send(most.replace("id='p'", "id='pp'")).until("policy-violation");
      assertThat(client.untilClose().closeCode()).isEqualTo(1008);
      other.send(most).until("id=\"p\"");
    }
    assertThat(server.ended(DisconnectReason.PROTOCOL_ERROR)).isEqualTo(1);
  }

  @Test
  void aMessageInFragmentsIsOneMessageAndAPingBetweenThemIsAnswered() throws IOException {
    try (WebSocketClient client = connect()) {
      byte[] open = WebSocketClient.OPEN.getBytes(StandardCharsets.UTF_8);
      client.send(0x01, java.util.Arrays.copyOf(open, 10));
      client.send(0x89, "alive?".getBytes(StandardCharsets.UTF_8));
      WebSocketClient.Frame pong = client.next();
      assertThat(pong.opcode()).isEqualTo(0x8A);
      assertThat(pong.data()).isEqualTo("alive?");
      client.send(0x00, new byte[0]);
      client.send(0x80, java.util.Arrays.copyOfRange(open, 10, open.length));
      client.until("features");
    }
  }

  @Test
  void aControlFrameInFragmentsIsAProtocolError() throws IOException {
    try (WebSocketClient client = connect()) {
      client.send(0x09, new byte[] {1});
      assertThat(client.untilClose().closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void aCloseFrameIsAnsweredAndEndsTheConnection() throws IOException {
    try (WebSocketClient client = connect()) {
      client.send(WebSocketClient.OPEN).until("features");
      client.send(0x88, new byte[] {0x03, (byte) 0xE8});
      assertThat(client.untilClose().closeCode()).isEqualTo(1000);
      assertThat(client.wire().rest()).isEmpty();
    }
    assertThat(server.ended(DisconnectReason.CLIENT_CLOSED)).isEqualTo(1);
  }

  @Test
  void pingsOfAClientThatDoesNotReadFillNothing() throws IOException {
    try (WebSocketClient client = WebSocketClient.connect(Wire.small(server.http()))) {
      byte[] ping = new byte[125];
      // 4 MB of pings, which is within the rate; the answers do not fit into the system's buffers.
      for (int i = 0; i < 32_000; i++) {
        client.send(0x89, ping);
      }
      // The end of them: all have been handled before one answer is read.
      client.send(0x82, ping);
      Wait.until("it has ended", () -> server.ended(DisconnectReason.PROTOCOL_ERROR) == 1);
      int answers = 0;
      while (client.next().opcode() == 0x8A) {
        answers++;
      }
      assertThat(answers).isLessThan(32_000);
    }
  }
}
