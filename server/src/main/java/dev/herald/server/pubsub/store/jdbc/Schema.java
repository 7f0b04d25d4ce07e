package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables, which the SQL files beside this class make, and their version. */
final class Schema {

  static final int VERSION = 1;

  private static final List<String> TABLES =
      List.of(
          "herald_node",
          "herald_item",
          "herald_subscription",
          "herald_affiliation",
          "herald_change",
          "herald_moved");

  /** "There is no such table", of PostgreSQL and H2. */
  private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

  private final Connections connections;

  Schema(Connections connections) {
    this.connections = connections;
  }

  /**
   * Creates the tables if there are none and they are to be created.
   *
   * @throws StoreException unless they are there then, in this version
   */
  void initialize(InitializeSchema mode) {
    // In H2 each CREATE is a transaction of its own, and another store of this process would find
    // half of the tables.
    synchronized (Schema.class) {
      createIfMissing(mode);
    }
  }

  private void createIfMissing(InitializeSchema mode) {
    try {
      check();
    } catch (StoreException e) {
      boolean creates =
          switch (mode) {
            case EMBEDDED -> connections.isEmbedded();
            case ALWAYS -> true;
            case NEVER -> false;
          };
      if (!creates || missing(e) == null) {
        throw e;
      }
      create();
      check();
    }
  }

  private void check() {
    try (Statements statements = connections.read("Herald's tables")) {
      List<Integer> versions =
          read(statements, "herald_schema", "SELECT version FROM herald_schema");
      if (!versions.equals(List.of(VERSION))) {
        String message =
            "Herald's tables have the version %s, and this Herald needs version %d: bring them to it, or let herald.initialize-schema=always or %s make them in an empty schema"
                .formatted(versions.isEmpty() ? "none" : versions.get(0), VERSION, file());
        throw new StoreException(message, new SQLException(message));
      }
      TABLES.forEach(table -> read(statements, table, "SELECT 1 FROM " + table + " WHERE 1 = 0"));
    }
  }

  private List<Integer> read(Statements statements, String table, String sql) {
    try {
      return statements.query("Reading", sql, row -> row.getInt(1));
    } catch (StoreException e) {
      SQLException cause = missing(e);
      if (cause == null) {
        throw e;
      }
      throw new StoreException(
          "The database has no table %s: set herald.initialize-schema=always to have Herald create its tables, or run %s"
              .formatted(table, file()),
          cause);
    }
  }

  private void create() {
    try (Statements statements = connections.begin("Herald's tables")) {
      connections
          .dialect()
          .schemaLock()
          .ifPresent(sql -> statements.update("Locking the creation", sql));
      // Somebody else may have done it while the lock was waited for.
      if (isThere()) {
        return;
      }
      for (String sql : script()) {
        statements.update("Creating", sql);
      }
      statements.commit();
    }
  }

  private boolean isThere() {
    try {
      check();
      return true;
    } catch (StoreException e) {
      if (missing(e) == null) {
        throw e;
      }
      return false;
    }
  }

  private List<String> script() {
    String file = connections.dialect().file();
    try (InputStream in = Schema.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file() + " is not on the class path");
      }
      String script =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.strip().startsWith("--"))
              .collect(Collectors.joining("\n"));
      return Arrays.stream(script.split(";")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String file() {
    return "dev/herald/server/pubsub/store/jdbc/"
        + connections.dialect().file()
        + " (in herald-server's jar)";
  }

  /** What the database says when it has no such table; null for other failures. */
  private static @Nullable SQLException missing(StoreException e) {
    return e.getCause() instanceof SQLException cause
            && cause.getSQLState() != null
            && NO_TABLE.contains(cause.getSQLState())
        ? cause
        : null;
  }
}
