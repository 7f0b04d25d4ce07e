package dev.herald.benchmarks;

import java.util.List;
import java.util.Map;

/** {@link BareWriter} on the JVM that this runs on. */
final class BareTarget implements Target {

  @Override
  public String name() {
    return "bare writer";
  }

  @Override
  public Running start() {
    List<String> command = JavaCommand.of(BareWriter.class, "256m", List.of());
    Server server = Server.start(name(), command, Map.of(), Server.newDirectory());
    try {
      int port = Integer.parseInt(server.awaitLine(BareWriter.LISTENING, 30));
      return new Running(server, new BareEndpoint(port));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }
}
