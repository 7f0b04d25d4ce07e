package dev.herald.benchmarks.scale;

import dev.herald.benchmarks.Conversation;
import dev.herald.benchmarks.Heap;
import dev.herald.benchmarks.ProcessCpu;
import dev.herald.benchmarks.Quiet;
import dev.herald.benchmarks.Server;
import dev.herald.benchmarks.XmppEndpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server process on a store. */
final class RunningServer implements AutoCloseable {

  static final String PASSWORD = "secret";
  static final String LISTENING = "Listening: ws://127.0.0.1:";
  static final String PATH = "/xmpp-websocket";

  /** H2's cache grows with it: 64 MiB of pages. */
  static final String HEAP = "1g";

  private static final int START_SECONDS = 300;

  private final Server server;
  private final XmppEndpoint endpoint;
  private final double startMillis;

  private RunningServer(Server server, XmppEndpoint endpoint, double startMillis) {
    this.server = server;
    this.endpoint = endpoint;
    this.startMillis = startMillis;
  }

  static RunningServer start(Store store) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As script/herald has it.
    command.addAll(List.of("-XX:+UseParallelGC", "-Xmx" + HEAP));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(store.server());
    long start = System.nanoTime();
    Server server =
        Server.start("Herald on " + store.name(), command, Map.of(), Server.newDirectory());
    try {
      String rest = server.awaitLine(LISTENING, START_SECONDS);
      double millis = (System.nanoTime() - start) / 1e6;
      int port = Integer.parseInt(rest.substring(0, rest.indexOf('/')));
      return new RunningServer(
          server,
          new XmppEndpoint(port, "localhost", "pubsub.localhost", PATH, "/http-bind"),
          millis);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** From the start of the process until it listens. */
  double startMillis() {
    return startMillis;
  }

  Conversation anybody() {
    return Conversation.anonymous(endpoint);
  }

  Conversation subscriber() {
    return Conversation.of(endpoint, Population.account(0), PASSWORD);
  }

  /** Once it has nothing to do. */
  Memory memory() {
    Quiet.await(server.process());
    long live = Heap.liveBytes(server.process()).orElseThrow();
    return new Memory(live, ProcessCpu.residentBytes(server.process()));
  }

  /** The live heap, and what the system has given, in bytes. */
  record Memory(long live, long resident) {}

  long cpuMicros() {
    return ProcessCpu.micros(server.process());
  }

  void kill() {
    server.kill();
  }

  @Override
  public void close() {
    server.close();
  }
}
