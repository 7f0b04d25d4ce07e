package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.ServerSettings;
import dev.herald.server.session.DisconnectReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A subscriber that stops to read is cut off; neither publishers nor others wait for it. */
@ExtendWith(Leaks.class)
final class StoppedReaderTest {

  private static final String PAYLOAD = "<p xmlns='p'>" + "x".repeat(8_000) + "</p>";
  private static final String ITEM = "<item id=\"";
  private static final int MOST_ITEMS = 4_000;

  @TempDir private static Path directory;
  private static TestCertificate certificate = TestCertificate.none();

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.of("stopped", directory);
  }

  private enum Way {
    TCP,
    TLS,
    WEBSOCKET,
    BOSH
  }

  private static AutoCloseable stopped(TestServer server, Way way) throws IOException {
    return switch (way) {
      case TCP -> TcpClient.login(Wire.small(server.tcp())).subscribed();
      case TLS -> TcpClient.login(Wire.small(server.tcp()).secured()).subscribed();
      case WEBSOCKET -> WebSocketClient.subscribed(Wire.small(server.http()));
      case BOSH -> BoshSubscriber.subscribed(server.http());
    };
  }

  @ParameterizedTest
  @CsvSource({
    "TCP,EPOLL",
    "TCP,NIO",
    "TLS,EPOLL",
    "TLS,NIO",
    "WEBSOCKET,EPOLL",
    "WEBSOCKET,NIO",
    "BOSH,NIO"
  })
  void isCutOffAndCounted(Way way, Transport transport) throws Exception {
    try (LogCapture log = LogCapture.of("dev.herald");
        TestServer server =
            TestServer.secure(
                ServerSettings.defaults().withOutboundBytes(256 * 1024),
                certificate.settings(),
                transport);
        AutoCloseable stopped = stopped(server, way);
        TcpClient other = TcpClient.login(Wire.plain(server.tcp())).subscribed()) {
      assertThat(stopped).isNotNull();
      AtomicInteger read = new AtomicInteger();
      Thread reader = reading(other, read);
      int published = 0;
      long longest = 0;
      while (server.ended(DisconnectReason.SLOW_CONSUMER) == 0) {
        assertThat(published).isLessThan(MOST_ITEMS);
        long begun = System.nanoTime();
        server.publish("i" + published++, PAYLOAD);
        longest = Math.max(longest, System.nanoTime() - begun);
        int all = published;
        // The other one reads as fast as it can; what is tested is that it can.
        Wait.until("the other has item " + all, () -> read.get() > all - 20);
      }
      int all = published;
      Wait.until("the other has all", () -> read.get() == all);
      assertThat(TimeUnit.NANOSECONDS.toMillis(longest)).as("ms to publish").isLessThan(2_000);
      assertThat(server.ended(DisconnectReason.SLOW_CONSUMER)).isEqualTo(1);
      assertThat(log.says("INFO", "127.0.0.1", "slow-consumer")).isTrue();
      assertThat(server.xmpp.sessions().size()).isEqualTo(1);
      if (way != Way.BOSH) {
        Wait.until("its connection is closed", () -> server.listeners.connections() == 1);
      }
      server.publish("end", "<p xmlns='p'/>");
      reader.join(10_000);
      assertThat(reader.isAlive()).isFalse();
    }
  }

  private static Thread reading(TcpClient client, AtomicInteger read) {
    Thread reader =
        new Thread(
            () -> {
              try {
                client.wire().until(ITEM);
                for (String id = client.wire().until("\""); !id.equals("end\""); ) {
                  assertThat(id).isEqualTo("i" + read.getAndIncrement() + "\"");
                  client.wire().until(ITEM);
                  id = client.wire().until("\"");
                }
              } catch (IOException e) {
                throw new java.io.UncheckedIOException("The other one is not served", e);
              }
            });
    reader.start();
    return reader;
  }
}
