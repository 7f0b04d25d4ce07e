package dev.herald.benchmarks;

import java.util.List;
import java.util.Map;

/** Herald's standalone server, or whatever else a command starts and has Herald's paths. */
final class HeraldTarget implements Target {

  static final String COMMAND =
      "script/herald serve --domain localhost --tcp-port {tcp-port} --http-port {http-port}"
          + " --allow-plaintext --anonymous --max-sessions 20000"
          // Its one publisher does what a thousand do.
          + " --max-stanzas-per-second 1000000 --max-bytes-per-second 1000000000";

  private final String command;

  /**
   * @param command split at spaces; {@code {http-port}} and {@code {tcp-port}} are replaced by free
   *     ports
   */
  HeraldTarget(String command) {
    if (!command.contains("{http-port}")) {
      throw new IllegalArgumentException(
          "The command does not say {http-port}, which the benchmark puts the port for: "
              + command);
    }
    this.command = command.strip();
  }

  @Override
  public String name() {
    return "Herald";
  }

  @Override
  public Running start() {
    int http = Server.freePort();
    List<String> words =
        List.of(
            command
                .replace("{http-port}", Integer.toString(http))
                .replace("{tcp-port}", Integer.toString(Server.freePort()))
                .split(" +", -1));
    Server server = Server.start(name(), words, Map.of(), Server.newDirectory());
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
