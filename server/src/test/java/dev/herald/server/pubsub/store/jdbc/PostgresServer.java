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
import java.nio.file.NoSuchFileException;
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
public final class PostgresServer implements AutoCloseable {

  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");

  private static @Nullable PostgresServer running;

  private final List<String> before;
  private final Path programs;
  private final Path data;
  private final int port;
  private final AtomicInteger schemas = new AtomicInteger();
  private @Nullable Process process;

  private PostgresServer(List<String> before, Path programs, Path data, int port) {
    this.before = before;
    this.programs = programs;
    this.data = data;
    this.port = port;
  }

  /** The server; the test is skipped, or fails where every test must run, if there is none. */
  public static synchronized PostgresServer orSkip() {
    if (running == null) {
      running = own();
    }
    return running;
  }

  /**
   * Another one, to be stopped and started.
   *
   * @param before a command that runs the server, whose line is added to it
   */
  static PostgresServer own(String... before) {
    Optional<Path> programs = programs();
    if (programs.isEmpty() && "true".equals(System.getenv("HERALD_REQUIRE_ALL"))) {
      throw new AssertionError(
          "postgresql is not installed, and here every test must run: apt-get install postgresql");
    }
    assumeTrue(programs.isPresent(), "There is no postgresql: apt-get install postgresql");
    try {
      return start(List.of(before), programs.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A schema of its own, without tables. */
  public DataSource emptySchema() throws SQLException {
    String name = "s" + schemas.incrementAndGet();
    try (Connection connection = dataSource("public").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + name);
    }
    return dataSource(name);
  }

  DataSource dataSource(String schema) {
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

  private static PostgresServer start(List<String> before, Path programs) throws IOException {
    Path data = Files.createTempDirectory("herald-postgresql");
    giveAway(data);
    Process made =
        run(
            List.of(),
            programs.resolve("initdb").toString(),
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
      PostgresServer server = new PostgresServer(before, programs, data, anyPort());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      try {
        server.start();
        return server;
      } catch (IOException e) {
        // Somebody else may have taken the port in between.
        failure = e;
      }
    }
    throw failure;
  }

  /** On the port and the data that it had before. */
  void start() throws IOException {
    Process started =
        run(
            before,
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
    process = started;
    awaitReady(started);
  }

  /** What PostgreSQL calls an immediate shutdown: connections end, and it recovers at the start. */
  void stopImmediately() {
    signal("QUIT");
  }

  /** PostgreSQL does not run as root, and keeps its files for itself. */
  static void giveAway(Path directory) throws IOException {
    if (isRoot()) {
      Files.setOwner(
          directory,
          directory
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName("postgres"));
    }
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

  /** It does not wait for its clients, and ends its own processes. */
  @Override
  public void close() {
    signal("INT");
    try (Stream<Path> files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (NoSuchFileException e) {
      // It has been closed before.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) {
    Process ending = process;
    if (ending == null) {
      return;
    }
    process = null;
    try {
      new ProcessBuilder("kill", "-" + name, "" + ending.pid()).start().waitFor();
      if (!ending.waitFor(30, TimeUnit.SECONDS)) {
        ending.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
  private static Process run(List<String> before, String... command) throws IOException {
    List<String> line = new ArrayList<>(before);
    // Signals to its group are not for the tests.
    line.add("setsid");
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
