package dev.herald.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Herald's standalone server, or whatever else a command starts and has Herald's paths. */
final class HeraldTarget implements Target {

  static final String COMMAND =
      "script/herald serve --domain localhost --tcp-port {tcp-port} --http-port {http-port}"
          + " --allow-plaintext --anonymous --max-sessions 20000"
          // Its one publisher does what a thousand do.
          + " --max-stanzas-per-second 1000000 --max-bytes-per-second 1000000000";

  static final String IN_MEMORY = "Herald";

  /** Has its items on the disk. */
  static final String ON_DISK = "Herald on H2";

  private final String name;
  private final String command;

  /**
   * @param name for the report
   * @param command split at spaces; {@code {http-port}} and {@code {tcp-port}} are replaced by free
   *     ports, {@code {data}} by a directory that goes with the server
   */
  private HeraldTarget(String name, String command) {
    if (!command.contains("{http-port}")) {
      throw new IllegalArgumentException(
          "The command does not say {http-port}, which the benchmark puts the port for: "
              + command);
    }
    this.name = name;
    this.command = command.strip();
  }

  static HeraldTarget inMemory(String command) {
    return new HeraldTarget(IN_MEMORY, command);
  }

  static HeraldTarget onDisk(String command) {
    return new HeraldTarget(ON_DISK, command + " --data {data}");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Running start() {
    int http = Server.freePort();
    Path directory = Server.newDirectory();
    List<String> words =
        List.of(
            command
                .replace("{http-port}", Integer.toString(http))
                .replace("{tcp-port}", Integer.toString(Server.freePort()))
                .replace("{data}", directory.resolve("data").toString())
                .split(" +", -1));
    Server server = Server.start(name(), words, Map.of(), directory);
    try {
      // Its script builds first.
      server.awaitPort(http, 300);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return new Running(
        server,
        new XmppEndpoint(http, "localhost", "pubsub.localhost", "/xmpp-websocket", "/http-bind"));
  }
}
