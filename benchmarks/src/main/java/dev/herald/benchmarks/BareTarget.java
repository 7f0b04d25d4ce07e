package dev.herald.benchmarks;

import java.net.URISyntaxException;
import java.nio.file.Path;
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
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            classes(),
            BareWriter.class.getName());
    Server server = Server.start(name(), command, Map.of(), Server.newDirectory());
    try {
      int port = Integer.parseInt(server.awaitLine(BareWriter.LISTENING, 30));
      return new Running(server, new BareEndpoint(port));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static String classes() {
    try {
      return Path.of(BareWriter.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
