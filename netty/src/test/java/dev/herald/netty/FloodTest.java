package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.StreamLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who sends more than is allowed waits for it, loses nothing, and takes nothing from others. */
@ExtendWith(Leaks.class)
final class FloodTest {

  /** A second's worth; ten times as much may come at once. */
  private static final int STANZAS = 500;

  private static final int BYTES = 100_000;
  private static final int PINGS = STANZAS * 11 + STANZAS / 2;

  private interface Task {
    void run() throws IOException;
  }

  private static CompletableFuture<Void> beside(Task task) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            task.run();
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void stanzasOverTcp(Transport transport) throws Exception {
    StreamLimits limits = StreamLimits.DEFAULT.withRate(STANZAS, 10_000_000);
    try (TestServer server = TestServer.with(limits, transport);
        TcpClient other = TcpClient.login(Wire.plain(server.tcp()));
        TcpClient flood = TcpClient.login(Wire.plain(server.tcp()))) {
      long begun = System.nanoTime();
      CompletableFuture<Void> sender =
          beside(
              () -> {
                for (int i = 0; i < PINGS; i++) {
                  flood.wire().send(TcpClient.ping("f" + i));
                }
              });
      for (int i = 0; i < PINGS; i++) {
        flood.wire().until("id=\"f" + i + "\"");
        if (i % 1_000 == 0) {
          servedSoon(other);
        }
      }
      sender.get();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
      assertThat(server.ended(DisconnectReason.RATE_LIMIT)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void bytesOverTcp(Transport transport) throws Exception {
    StreamLimits limits = StreamLimits.DEFAULT.withRate(STANZAS, BYTES);
    try (TestServer server = TestServer.with(limits, transport);
        TcpClient other = TcpClient.login(Wire.plain(server.tcp()));
        TcpClient flood = TcpClient.login(Wire.plain(server.tcp()))) {
      long begun = System.nanoTime();
      CompletableFuture<Void> sender =
          beside(
              () -> {
                for (int i = 0; i < 12; i++) {
                  flood.wire().send(" ".repeat(BYTES));
                }
                flood.wire().send(TcpClient.ping("end"));
              });
      servedSoon(other);
      flood.wire().until("id=\"end\"");
      sender.get();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
      assertThat(server.ended(DisconnectReason.RATE_LIMIT)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void stanzasAndEmptyFramesOverWebSocket(Transport transport) throws Exception {
    StreamLimits limits = StreamLimits.DEFAULT.withRate(STANZAS, BYTES);
    try (TestServer server = TestServer.with(limits, transport);
        TcpClient other = TcpClient.login(Wire.plain(server.tcp()));
        WebSocketClient flood = WebSocketClient.subscribed(Wire.plain(server.http()))) {
      long begun = System.nanoTime();
      CompletableFuture<Void> sender =
          beside(
              () -> {
                for (int i = 0; i < PINGS; i++) {
                  flood.send(TcpClient.ping("f" + i));
                  for (int empty = 0; empty < 20; empty++) {
                    flood.send(0x8A, new byte[0]);
                  }
                }
              });
      for (int i = 0; i < PINGS; i++) {
        flood.until("id=\"f" + i + "\"");
        if (i % 1_000 == 0) {
          servedSoon(other);
        }
      }
      sender.get();
      // 20 empty frames and a ping are about 220 bytes.
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(2));
      assertThat(server.ended(DisconnectReason.RATE_LIMIT)).isZero();
    }
  }

  private static void servedSoon(TcpClient other) throws IOException {
    long begun = System.nanoTime();
    other.ping();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
  }
}
