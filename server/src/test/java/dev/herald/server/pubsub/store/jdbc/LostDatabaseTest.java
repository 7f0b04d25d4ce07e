package dev.herald.server.pubsub.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.herald.server.pubsub.faults.PublishingLoad;
import dev.herald.server.pubsub.store.NodeStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that goes away under load gives errors, and no more than that. */
@Timeout(300)
class LostDatabaseTest {

  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.own();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void aServerThatIsStoppedAndStartedAgainFailsRequestsUntilItIsBack() throws Exception {
    DataSource source = server.emptySchema();
    try (NodeStore store = new JdbcNodeStore(source, InitializeSchema.ALWAYS)) {
      stopAndStart(store, "each connection anew");
    }
  }

  @Test
  void theSameWithAPool() throws Exception {
    try (HikariDataSource pool = pool(server.emptySchema());
        NodeStore store = new JdbcNodeStore(pool, InitializeSchema.ALWAYS)) {
      stopAndStart(store, "a pool");
    }
  }

  private static void stopAndStart(NodeStore store, String kind) throws Exception {
    try (PublishingLoad load = new PublishingLoad(store, 100)) {
      for (int round = 0; round < PublishingLoad.ROUNDS; round++) {
        load.awaitAcknowledged(200);
        server.stopImmediately();
        load.awaitFailed(20);
        server.start();
      }
      load.awaitAcknowledged(200);
      load.endAndCheck();
      System.out.printf(
          "LostDatabaseTest: %s, the server stopped %d times: %s%n",
          kind, PublishingLoad.ROUNDS, load);
    }
  }

  @Test
  void connectionsThatTheServerEndsFailRequestsAtMost() throws Exception {
    DataSource source = server.emptySchema();
    try (NodeStore store = new JdbcNodeStore(source, InitializeSchema.ALWAYS)) {
      endConnections(store, "each connection anew");
    }
  }

  @Test
  void pooledConnectionsThatTheServerEndsFailRequestsAtMost() throws Exception {
    try (HikariDataSource pool = pool(server.emptySchema());
        NodeStore store = new JdbcNodeStore(pool, InitializeSchema.ALWAYS)) {
      endConnections(store, "a pool");
    }
  }

  private static void endConnections(NodeStore store, String kind) throws Exception {
    int ended = 0;
    try (PublishingLoad load = new PublishingLoad(store, 100)) {
      for (int round = 0; round < 7 * PublishingLoad.ROUNDS; round++) {
        load.awaitAcknowledged(50);
        ended += endAll();
      }
      load.awaitAcknowledged(50);
      load.endAndCheck();
      System.out.printf("LostDatabaseTest: %s, %d connections ended: %s%n", kind, ended, load);
    }
    assertThat(ended).isPositive();
  }

  /** How many connections have been ended. */
  private static int endAll() throws SQLException {
    try (Connection connection = server.dataSource("public").getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
      result.next();
      return result.getInt(1);
    }
  }

  /** As an application has one. */
  private static HikariDataSource pool(DataSource source) {
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(source);
    pool.setConnectionTimeout(250);
    return pool;
  }
}
