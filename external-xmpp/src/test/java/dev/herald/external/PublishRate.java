package dev.herald.external;

import dev.herald.external.stream.TlsMode;
import dev.herald.interop.EjabberdServer;
import dev.herald.interop.HeraldServer;
import dev.herald.interop.ProsodyServer;
import dev.herald.interop.ServerUnderTest;
import dev.herald.publisher.NodeOptions;
import dev.herald.xmpp.XmlFragment;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Measures publishes a second to each server, none with subscribers: {@code PublishRate 20000}.
 * Server and publisher share the machine.
 */
final class PublishRate {

  private static final int NODES = 10;
  private static final int ITEMS = 100;

  private PublishRate() {}

  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    measure("ejabberd", EjabberdServer::start, count);
    measure("Prosody", ProsodyServer::start, count);
    measure("Herald", HeraldServer::start, count);
  }

  private static void measure(String name, Function<Path, ServerUnderTest> start, int count)
      throws Exception {
    Path folder = Files.createTempDirectory("publish-rate");
    try (ServerUnderTest server = start.apply(folder)) {
      XmppSettings account = Targets.settings(server);
      run(name + ", account, TLS", account, count);
      run(name + ", account", account.withTls(TlsMode.NONE, null), count);
      if (server.components().isPresent()) {
        InetSocketAddress address = server.components().get();
        run(
            name + ", component",
            Targets.patient(
                    XmppSettings.component("component." + server.domain(), "component-secret"))
                .withHost(address.getAddress().getHostAddress(), address.getPort())
                .withService(server.pubSub()),
            count);
      }
    } finally {
      delete(folder);
    }
  }

  private static void run(String name, XmppSettings settings, int count)
      throws InterruptedException {
    String prefix = "/rate/" + name.replace(' ', '-') + "/";
    XmlFragment payload = Targets.payload("x".repeat(400));
    try (XmppNodePublisher target = XmppNodePublisher.open(settings)) {
      for (int i = 0; i < NODES; i++) {
        target.createNode(prefix + i, new NodeOptions(ITEMS, true));
      }
      publish(target, prefix, payload, count / 4);
      long cpu = cpuNanos();
      long began = System.nanoTime();
      publish(target, prefix, payload, count);
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(
          "%s: %,.0f publishes/s, %.0f µs of the publisher's CPU each%n",
          name, count / seconds, (cpuNanos() - cpu) / 1e3 / count);
    }
  }

  private static void publish(
      XmppNodePublisher target, String prefix, XmlFragment payload, int count)
      throws InterruptedException {
    Semaphore unanswered = new Semaphore(0);
    for (int i = 0; i < count; i++) {
      target
          .publish(prefix + i % NODES, String.valueOf(i % ITEMS), payload)
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  failure.printStackTrace();
                }
                unanswered.release();
              });
    }
    unanswered.acquire(count);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
