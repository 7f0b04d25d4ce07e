package dev.herald.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Debian's ejabberd, started without its control script, which insists on its own user and
 * directories. The node does not keep items, so that its database is not what is measured.
 */
final class EjabberdTarget implements Target {

  private static final Path LIBRARIES = Path.of("/usr/lib/x86_64-linux-gnu");

  @Override
  public String name() {
    return "ejabberd";
  }

  @Override
  public Running start() {
    try (Stream<Path> files = Files.list(LIBRARIES)) {
      if (files.noneMatch(file -> file.getFileName().toString().startsWith("ejabberd-"))) {
        throw new IllegalStateException(
            "ejabberd is not installed: apt-get install ejabberd, or leave it out of --targets");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for ejabberd", e);
    }
    Path directory = Server.newDirectory();
    int port = Server.freePort();
    Path configuration = directory.resolve("ejabberd.yml");
    write(configuration, configuration().replace("@PORT@", Integer.toString(port)));
    Server server =
        Server.start(
            name(),
            command(directory),
            Map.of(
                "HOME", directory.toString(),
                "EJABBERD_CONFIG_PATH", configuration.toString(),
                "EJABBERD_LOG_PATH", directory.resolve("ejabberd.log").toString(),
                "ERL_LIBS", LIBRARIES.toString(),
                "ERL_CRASH_DUMP_BYTES", "0"),
            directory);
    try {
      server.awaitPort(port, 60);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return new Running(
        server, new XmppEndpoint(port, "localhost", "pubsub.localhost", "/websocket", "/bosh"));
  }

  /** As the control script has it: kernel poll, and room for 250,000 processes. */
  private static List<String> command(Path directory) {
    return List.of(
        "erl",
        "-sname",
        "benchmark" + ProcessHandle.current().pid() + "@localhost",
        "-setcookie",
        "benchmark",
        "-start_epmd",
        "false",
        "-erl_epmd_port",
        Integer.toString(Server.freePort()),
        "-kernel",
        "inet_dist_use_interface",
        "{127,0,0,1}",
        "+K",
        "true",
        "+P",
        "250000",
        "-mnesia",
        "dir",
        "\"" + directory.resolve("mnesia") + "\"",
        "-s",
        "ejabberd",
        "-noinput");
  }

  private static String configuration() {
    try (InputStream file = EjabberdTarget.class.getResourceAsStream("ejabberd.yml")) {
      return new String(
          Objects.requireNonNull(file, "ejabberd.yml").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
