package dev.herald.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.NodeTransaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class H2FilesTest {

  @TempDir Path parent;

  private static void create(NodeStore store, String name) {
    try (NodeTransaction transaction = store.begin(name)) {
      transaction.create(
          new Node(name, "of" + name, 0, NodeConfiguration.INITIAL, null, Instant.EPOCH));
      transaction.commit();
    }
  }

  @Test
  void nodesAreThereWhenTheDirectoryIsOpenedAgain() throws Exception {
    Path directory = parent.resolve("new/data");
    try (H2Files files = H2Files.open(directory)) {
      create(files.store(), "news");
    }

    try (H2Files files = H2Files.open(directory)) {
      assertThat(files.store().names(null, 10)).containsExactly("news");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  @Test
  void whatIsCommittedOutlivesAProcessThatIsKilled() throws Exception {
    assertThat(another("create and halt")).isEmpty();

    try (H2Files files = H2Files.open(parent)) {
      assertThat(files.store().names(null, 10)).containsExactly("news");
    }
  }

  @Test
  void theFileGrowsByLittleWithEachItemThatTakesAnothersPlace() throws Exception {
    Item item = new Item("1", "x".repeat(1_000), null, Instant.EPOCH, 1);
    try (H2Files files = H2Files.open(parent)) {
      create(files.store(), "news");
      for (int i = 0; i < 2_000; i++) {
        try (NodeTransaction transaction = files.store().begin("news")) {
          transaction.put(item);
          transaction.commit();
        }
      }
      // As H2 is by itself, 70 MiB: its tables of long texts with each item, and no place used
      // again.
      assertThat(Files.size(parent.resolve("herald.mv.db"))).isLessThan(30 << 20);
    }
  }

  @Test
  void aSecondProcessIsToldThatTheDirectoryIsInUse() throws Exception {
    try (H2Files files = H2Files.open(parent)) {
      create(files.store(), "news");

      assertThat(another("open")).contains("Another process", parent.toString());
    }
  }

  @Test
  void anInterruptedThreadBreaksNothing() {
    try (H2Files files = H2Files.open(parent)) {
      Thread.currentThread().interrupt();
      create(files.store(), "news");
      assertThat(Thread.interrupted()).isTrue();

      create(files.store(), "blog");
      assertThat(files.store().size()).isEqualTo(2);
    }
  }

  @Test
  void aDatabaseThatHasBeenClosedIsOpenedAgain() throws Exception {
    try (H2Connections connections = new H2Connections(parent.resolve("db"))) {
      try (Connection connection = connections.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE kept (id INTEGER)");
        statement.execute("SHUTDOWN IMMEDIATELY");
      }

      try (Connection connection = connections.getConnection();
          Statement statement = connection.createStatement()) {
        assertThat(statement.execute("SELECT * FROM kept")).isTrue();
      }
    }
  }

  /** As after a failed write, before anybody else has noticed; somebody still has a connection. */
  @Test
  void aDatabaseWhoseFileIsClosedIsOpenedAgain() throws Exception {
    try (H2Connections connections = new H2Connections(parent.resolve("db"));
        Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept (id INTEGER)");
      statement.execute("CHECKPOINT SYNC");
      ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession())
          .getDatabase()
          .getStore()
          .getMvStore()
          .closeImmediately();

      try (Connection again = connections.getConnection();
          Statement asking = again.createStatement()) {
        assertThat(asking.execute("SELECT * FROM kept")).isTrue();
      }
    }
  }

  @Test
  void aDirectoryThatCannotBeUsedIsRefused() throws Exception {
    Path file = Files.createFile(parent.resolve("file"));

    assertThatThrownBy(() -> H2Files.open(file.resolve("data")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("file/data");
    assertThatThrownBy(() -> H2Files.open(parent.resolve("a;b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a;b");
  }

  /** What another process says. */
  private String another(String doing) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Another.class.getName(),
                doing,
                parent.toString())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Another process on the same directory. */
  static final class Another {

    private Another() {}

    @SuppressWarnings("SystemOut") // the parent reads it
    public static void main(String[] arguments) {
      try {
        H2Files files = H2Files.open(Path.of(arguments[1]));
        if (arguments[0].equals("create and halt")) {
          create(files.store(), "news");
          // As when it is killed: no file is closed.
          Runtime.getRuntime().halt(0);
        }
        files.close();
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
