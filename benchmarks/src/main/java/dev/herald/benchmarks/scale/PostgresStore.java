package dev.herald.benchmarks.scale;

import com.zaxxer.hikari.HikariDataSource;
import dev.herald.benchmarks.Server;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.jdbc.InitializeSchema;
import dev.herald.server.pubsub.store.jdbc.JdbcNodeStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL of Debian's package with its own settings, but for where it listens. */
public final class PostgresStore implements Store {

  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final int CONNECTIONS = 10;

  private final Server server;
  private final Path data;
  private final String url;

  private PostgresStore(Server server, Path data, String url) {
    this.server = server;
    this.data = data;
    this.url = url;
  }

  public static PostgresStore start() {
    Path programs = programs();
    Path directory = Server.newDirectory();
    Path data = directory.resolve("data");
    try {
      Files.createDirectory(data);
      if (isRoot()) {
        var postgres =
            data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
        Files.setOwner(directory, postgres);
        Files.setOwner(data, postgres);
      }
      Process made =
          new ProcessBuilder(
                  command(
                      programs.resolve("initdb"),
                      "-D" + data,
                      "-Atrust",
                      "-Upostgres",
                      "-EUTF8",
                      "--locale=C.UTF-8"))
              .directory(new java.io.File("/"))
              .inheritIO()
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (made.onExit().join().exitValue() != 0) {
        throw new IllegalStateException("initdb has failed; see above");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL cannot be set up", e);
    }
    int port = Server.freePort();
    Server server =
        Server.start(
            "PostgreSQL",
            command(
                programs.resolve("postgres"),
                "-D" + data,
                "-p" + port,
                "-clisten_addresses=127.0.0.1",
                "-cunix_socket_directories="),
            Map.of(),
            directory);
    try {
      server.awaitPort(port, 60);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return new PostgresStore(server, data, "jdbc:postgresql://127.0.0.1:" + port + "/postgres");
  }

  private static Path programs() {
    try (Stream<Path> versions =
        Files.isDirectory(PACKAGES) ? Files.list(PACKAGES) : Stream.empty()) {
      return versions
          .sorted(Comparator.reverseOrder())
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "PostgreSQL is not installed: apt-get install postgresql, or leave it out of"
                          + " --stores"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
  private static List<String> command(Path program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Where it is; the user is postgres, without a password. */
  public String url() {
    return url;
  }

  public ProcessHandle process() {
    return server.process();
  }

  /** Connections to it. */
  public HikariDataSource connections() {
    return connections(url);
  }

  /** Connections to a database, as Spring Boot makes them. */
  static HikariDataSource connections(String url) {
    HikariDataSource connections = new HikariDataSource();
    connections.setJdbcUrl(url);
    connections.setUsername("postgres");
    connections.setMaximumPoolSize(CONNECTIONS);
    return connections;
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public void add(int from, int to) {
    try (HikariDataSource connections = connections(url);
        NodeStore store = new JdbcNodeStore(connections, InitializeSchema.ALWAYS)) {
      Population.add(store, from, to);
    }
  }

  @Override
  public List<String> server() {
    return List.of(ServeDatabase.class.getName(), url);
  }

  @Override
  public long bytes() {
    return DiskSpace.bytes(data);
  }

  @Override
  public void close() {
    server.close();
  }
}
