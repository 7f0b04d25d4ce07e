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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServerThatIsStoppedAndStartedAgainFailsRequestsUntilItIsBack(boolean pooled)
      throws Exception {
    underLoad(
        pooled,
        PublishingLoad.ROUNDS,
        200,
        load -> {
          server.stopImmediately();
          load.awaitFailed(20);
          server.start();
          return 1;
        },
        "the server stopped %d times");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void connectionsThatTheServerEndsFailRequestsAtMost(boolean pooled) throws Exception {
    underLoad(pooled, 7 * PublishingLoad.ROUNDS, 50, load -> endAll(), "%d connections ended");
  }

  /** What happens to the database while it is used; how much of it has. */
  private interface Fault {
    int strike(PublishingLoad load) throws Exception;
  }

  /**
   * Lets it happen again and again.
   *
   * @param pooled whether connections come from a pool, or each is made anew
   * @param between so many requests are acknowledged before each time, and after the last
   */
  private static void underLoad(boolean pooled, int rounds, int between, Fault fault, String words)
      throws Exception {
    DataSource source = server.emptySchema();
    // It connects only when it is asked to.
    try (HikariDataSource pool = pool(source);
        NodeStore store = new JdbcNodeStore(pooled ? pool : source, InitializeSchema.ALWAYS);
        PublishingLoad load = new PublishingLoad(store, 100)) {
      int struck = 0;
      for (int round = 0; round < rounds; round++) {
        load.awaitAcknowledged(between);
        struck += fault.strike(load);
      }
      load.awaitAcknowledged(between);
      load.endAndCheck();
      assertThat(struck).isPositive();
      System.out.printf(
          "LostDatabaseTest: %s, %s: %s%n",
          pooled ? "a pool" : "each connection anew", words.formatted(struck), load);
    }
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
