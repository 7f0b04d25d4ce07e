package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.ServerSettings;
import dev.herald.server.session.StreamLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Several publish to many who read at speeds of their own: each gets every item once, all in the
 * same order. The property {@code herald.hostile.scale} multiplies the items (default 1), {@code
 * herald.hostile.seed} repeats a run.
 */
@ExtendWith(Leaks.class)
final class FanOutTest {

  private static final int SCALE = Integer.getInteger("herald.hostile.scale", 1);
  private static final int PUBLISHERS = 3;
  private static final int ITEMS = 300 * SCALE;
  private static final int READERS_OF_A_KIND = 6;
  private static final String ITEM = "<item id=\"";

  @TempDir private static Path directory;
  private static TestCertificate certificate = TestCertificate.none();

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.of("fan-out", directory);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void everyReaderGetsEveryItemOnceInTheSameOrder(Transport transport) throws Exception {
    long seed = Long.getLong("herald.hostile.seed", System.nanoTime());
    System.out.println("FanOutTest: -Dherald.hostile.seed=" + seed);
    Random random = new Random(seed);
    ExecutorService threads = Executors.newCachedThreadPool();
    List<AutoCloseable> clients = new ArrayList<>();
    try (TestServer server =
        TestServer.secure(
            ServerSettings.defaults()
                .withStreams(StreamLimits.DEFAULT)
                .withOutboundBytes(64L * 1024 * 1024 * SCALE),
            certificate.settings(),
            transport)) {
      List<Future<List<String>>> readers = new ArrayList<>();
      for (int i = 0; i < READERS_OF_A_KIND; i++) {
        Wire plain = Wire.small(server.tcp());
        Wire tls = Wire.small(server.tcp()).secured();
        Wire web = Wire.small(server.http());
        clients.addAll(List.of(plain, tls, web));
        TcpClient.login(plain).subscribed();
        TcpClient.login(tls).subscribed();
        WebSocketClient.subscribed(web);
        for (Wire wire : List.of(plain, tls, web)) {
          long own = random.nextLong();
          readers.add(threads.submit(() -> read(wire, new Random(own))));
        }
      }
      List<Callable<Boolean>> publishers = new ArrayList<>();
      for (int p = 0; p < PUBLISHERS; p++) {
        String name = "p" + p;
        long own = random.nextLong();
        publishers.add(() -> publish(server, name, new Random(own)));
      }
      for (Future<Boolean> published : threads.invokeAll(publishers)) {
        assertThat(published.get()).isTrue();
      }
      server.publish("end", "<p xmlns='p'/>");
      List<String> first = readers.get(0).get(60, TimeUnit.SECONDS);
      assertThat(first).hasSize(PUBLISHERS * ITEMS).doesNotHaveDuplicates();
      for (int p = 0; p < PUBLISHERS; p++) {
        String name = "p" + p + "-";
        assertThat(first.stream().filter(id -> id.startsWith(name)).toList())
            .isEqualTo(numbered(name));
      }
      for (Future<List<String>> reader : readers) {
        assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(first);
      }
    } finally {
      for (AutoCloseable client : clients) {
        client.close();
      }
      threads.shutdownNow();
    }
  }

  private static List<String> numbered(String name) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      ids.add(name + i);
    }
    return ids;
  }

  private static boolean publish(TestServer server, String name, Random random) {
    for (int i = 0; i < ITEMS; i++) {
      String text = "x".repeat(random.nextInt(random.nextInt(20) == 0 ? 20_000 : 600));
      server.publish(name + "-" + i, "<p xmlns='p'>" + text + "</p>");
    }
    return true;
  }

  /** The ids in the order in which they come; the bytes between items are left to chance. */
  private static List<String> read(Wire wire, Random random) throws IOException {
    List<String> ids = new ArrayList<>();
    int slowness = random.nextInt(3_000_000);
    while (true) {
      wire.until(ITEM);
      String id = wire.until("\"");
      if (id.equals("end\"")) {
        return ids;
      }
      ids.add(id.substring(0, id.length() - 1));
      if (random.nextInt(4) == 0) {
        LockSupport.parkNanos(random.nextInt(1 + slowness));
      }
    }
  }
}
