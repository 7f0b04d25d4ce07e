package dev.herald.server.pubsub.store.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of this machine's package, with its own data, for as long as the tests run. */
final class PostgresServer {

  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");

  private static @Nullable PostgresServer running;

  private final int port;
  private final AtomicInteger schemas = new AtomicInteger();

  private PostgresServer(int port) {
    this.port = port;
  }

  /** The server; the test is skipped, or fails where every test must run, if there is none. */
  static synchronized PostgresServer orSkip() {
    if (running == null) {
      Optional<Path> programs = programs();
      if (programs.isEmpty() && "true".equals(System.getenv("HERALD_REQUIRE_ALL"))) {
        throw new AssertionError(
            "postgresql is not installed, and here every test must run: apt-get install postgresql");
      }
      assumeTrue(programs.isPresent(), "There is no postgresql: apt-get install postgresql");
      try {
        running = start(programs.orElseThrow());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return running;
  }

  /** A schema of its own, without tables. */
  DataSource emptySchema() throws SQLException {
    String name = "s" + schemas.incrementAndGet();
    try (Connection connection = dataSource("public").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + name);
    }
    return dataSource(name);
  }

  private DataSource dataSource(String schema) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL("jdbc:postgresql://127.0.0.1:" + port + "/postgres");
    dataSource.setUser("postgres");
    dataSource.setCurrentSchema(schema);
    return dataSource;
  }

  private static Optional<Path> programs() {
    if (!Files.isDirectory(PACKAGES)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(PACKAGES)) {
      return versions
          .sorted(Comparator.reverseOrder())
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PostgresServer start(Path programs) throws IOException {
    Path data = Files.createTempDirectory("herald-postgresql");
    if (isRoot()) {
      Files.setOwner(
          data,
          data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
    }
    String initdb = programs.resolve("initdb").toString();
    Process made =
        run(
            initdb,
            "-D",
            data.toString(),
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync");
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (made.onExit().join().exitValue() != 0) {
      throw new IOException("initdb has failed: " + said);
    }
    IOException failure = new IOException("No port could be listened at");
    for (int attempt = 0; attempt < 3; attempt++) {
      int port = anyPort();
      Process process =
          run(
              programs.resolve("postgres").toString(),
              "-D",
              data.toString(),
              "-p",
              "" + port,
              "-c",
              "listen_addresses=127.0.0.1",
              "-c",
              "unix_socket_directories=",
              "-c",
              "lc_messages=C",
              "-c",
              "fsync=off",
              "-c",
              "shared_buffers=16MB");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, data)));
      try {
        awaitReady(process);
        return new PostgresServer(port);
      } catch (IOException e) {
        // Somebody else may have taken the port in between.
        failure = e;
      }
    }
    throw failure;
  }

  private static void awaitReady(Process process) throws IOException {
    BufferedReader log = process.inputReader();
    StringBuilder said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      said.append(line).append('\n');
      if (line.contains("ready to accept connections")) {
        Thread reader = new Thread(() -> log.lines().forEach(ignored -> {}), "postgresql's log");
        reader.setDaemon(true);
        reader.start();
        return;
      }
    }
    throw new IOException("PostgreSQL has not started: " + said);
  }

  private static void stop(Process process, Path data) {
    try {
      // SIGINT: it does not wait for its clients, and ends its own processes.
      new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
  private static Process run(String... command) throws IOException {
    List<String> line = new ArrayList<>();
    if (isRoot()) {
      line.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    line.addAll(List.of(command));
    return new ProcessBuilder(line).directory(new File("/")).redirectErrorStream(true).start();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static int anyPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
