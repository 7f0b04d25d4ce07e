package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.faults.PublishingLoad;
import dev.herald.server.pubsub.faults.SmallDisk;
import dev.herald.server.pubsub.store.NodeStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL whose tables are on a disk that is full: errors until there is room. */
@Timeout(300)
class FullTablespaceTest {

  private static final String DISK_FULL = "53100";

  @Test
  void requestsFailUntilThereIsRoomAndNothingIsLost(@TempDir Path disk) throws Exception {
    try (PostgresServer server =
        PostgresServer.own(SmallDisk.orSkip(disk, 32).toArray(String[]::new))) {
      try (Connection connection = server.dataSource("public").getConnection();
          Statement statement = connection.createStatement()) {
        Path own = disk.resolve("own");
        // By the server, which must own it.
        statement.execute("COPY (SELECT 1) TO PROGRAM 'mkdir -m 700 " + own + "'");
        statement.execute("CREATE TABLESPACE small LOCATION '" + own + "'");
      }
      PGSimpleDataSource source = (PGSimpleDataSource) server.emptySchema();
      source.setOptions("-c default_tablespace=small");
      run(source);
    }
  }

  private static void run(DataSource source) throws Exception {
    try (NodeStore store = new JdbcNodeStore(source, InitializeSchema.ALWAYS);
        PublishingLoad load = new PublishingLoad(store, 1_000)) {
      for (int round = 0; round < PublishingLoad.ROUNDS; round++) {
        load.awaitAcknowledged(100);
        fill(source);
        load.awaitFailed(30);
        execute(source, "DROP TABLE ballast");
      }
      load.awaitAcknowledged(100);
      load.endAndCheck();
      System.out.println(
          "FullTablespaceTest: PostgreSQL's disk full "
              + PublishingLoad.ROUNDS
              + " times: "
              + load);
    }
  }

  /** Less and less at once, until nothing goes in any more. */
  private static void fill(DataSource source) throws SQLException {
    execute(source, "CREATE TABLE ballast (text TEXT)");
    for (int rows = 1 << 14; rows > 0; rows /= 2) {
      String sql =
          "INSERT INTO ballast SELECT repeat('x', 1500) FROM generate_series(1, " + rows + ")";
      boolean full = false;
      while (!full) {
        try {
          execute(source, sql);
        } catch (SQLException e) {
          if (!DISK_FULL.equals(e.getSQLState())) {
            throw e;
          }
          full = true;
        }
      }
    }
  }

  private static void execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
