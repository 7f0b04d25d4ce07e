package dev.herald.interop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Herald's bridge to a server that has neither WebSocket nor BOSH, as a process of its own. */
final class BridgeProcess implements AutoCloseable {

  private static final String LISTENING = "Listening: http://";

  private final Program process;
  private final InetSocketAddress http;

  private BridgeProcess(Program process, InetSocketAddress http) {
    this.process = process;
    this.http = http;
  }

  /**
   * Starts it, with STARTTLS to the server, whose certificate alone it trusts.
   *
   * @param origin of the pages that may connect
   */
  static BridgeProcess to(ServerUnderTest server, String origin) {
    return at(server, origin, 0);
  }

  /** The same at a port that one has had before. */
  static BridgeProcess at(ServerUnderTest server, String origin, int port) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "../script/herald",
                "bridge",
                "--to=" + server.plain().getHostString() + ":" + server.plain().getPort(),
                "--domain=" + server.domain(),
                "--server-tls=starttls",
                "--trust=" + server.certificate().certificate(),
                "--http-port=" + port,
                "--origin=" + origin));
    Program process = Program.start(command, Map.of("JAVA_HOME", System.getProperty("java.home")));
    try {
      String line = process.awaitLine(printed -> printed.startsWith(LISTENING));
      int actual = URI.create(line.substring("Listening: ".length())).getPort();
      return new BridgeProcess(
          process, new InetSocketAddress(InetAddress.getLoopbackAddress(), actual));
    } catch (AssertionError | RuntimeException e) {
      process.kill();
      throw e;
    }
  }

  /** Where its endpoints are. */
  InetSocketAddress http() {
    return http;
  }

  @Override
  public void close() {
    process.close();
  }
}
