package dev.herald.publisher.outbox.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The outbox's tables, which the SQL files beside this class make, and their version. */
final class OutboxSchema {

  private static final int VERSION = 1;

  /** "There is no such table", of PostgreSQL and H2. */
  private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

  private static final List<String> TABLES =
      List.of("herald_outbox_schema", "herald_outbox", "herald_outbox_lease");

  private final OutboxDatabase database;
  private final OutboxDialect dialect;

  OutboxSchema(OutboxDatabase database, OutboxDialect dialect) {
    this.database = database;
    this.dialect = dialect;
  }

  /**
   * Creates the tables if there are none and they are to be created.
   *
   * @throws OutboxException unless they are there then, in this version
   */
  void initialize(InitializeOutbox mode) {
    // In H2 each CREATE is a transaction of its own, and another one of this process would find
    // half of the tables.
    synchronized (OutboxSchema.class) {
      String missing = database.transact("Looking for the outbox", this::missing);
      if (!missing.isEmpty() && creates(mode)) {
        database.transact("Creating the outbox", this::create);
        missing = database.transact("Looking for the outbox", this::missing);
      }
      if (!missing.isEmpty()) {
        throw new OutboxException(
            ("The database has no table %s: set herald.initialize-schema=always to have Herald"
                    + " create it, run %s, or keep the outbox in memory by herald.outbox=memory")
                .formatted(missing, file()));
      }
    }
  }

  private boolean creates(InitializeOutbox mode) {
    return switch (mode) {
      case EMBEDDED -> database.transact("Looking at the database", dialect::isEmbedded);
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }

  /** The first table that is not there; empty when all are. */
  private String missing(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
          row.next();
        } catch (SQLException e) {
          if (NO_TABLE.contains(String.valueOf(e.getSQLState()))) {
            return table;
          }
          throw e;
        }
      }
      requireVersion(statement);
    }
    return "";
  }

  private void requireVersion(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT version FROM herald_outbox_schema")) {
      String version = row.next() ? "" + row.getInt(1) : "none";
      if (!version.equals("" + VERSION)) {
        throw new OutboxException(
            "Herald's outbox has the version %s, and this Herald needs version %d: bring it to that, or let herald.initialize-schema=always or %s make it in an empty schema"
                .formatted(version, VERSION, file()));
      }
    }
  }

  private boolean create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (dialect.schemaLock().isPresent()) {
        statement.execute(dialect.schemaLock().get());
      }
      // Somebody else may have done it while the lock was waited for.
      try (ResultSet tables =
          statement.executeQuery(
              "SELECT 1 FROM information_schema.tables WHERE LOWER(table_name) = 'herald_outbox'"
                  + " AND table_schema = CURRENT_SCHEMA")) {
        if (tables.next()) {
          return false;
        }
      }
      for (String sql : script()) {
        statement.execute(sql);
      }
      return true;
    }
  }

  private List<String> script() {
    try (InputStream in = OutboxSchema.class.getResourceAsStream(dialect.file())) {
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
    return "dev/herald/publisher/outbox/jdbc/" + dialect.file() + " (in herald-publisher's jar)";
  }
}
