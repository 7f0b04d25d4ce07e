package dev.herald.server.pubsub.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.NodeTransaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store does with connections beside its tables. */
class ConnectionUseTest {

  private static final int OWN_TIMEOUT_SECONDS = 100;

  /** To create its tables, the store looks for them by a second one. */
  private static final int CONNECTIONS = 2;

  private JdbcConnectionPool pool;

  @BeforeEach
  void open() {
    pool =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";QUERY_TIMEOUT=" + OWN_TIMEOUT_SECONDS * 1_000,
            "herald",
            "");
    pool.setMaxConnections(CONNECTIONS);
  }

  @AfterEach
  void close() {
    pool.dispose();
  }

  @Test
  void onlyWhatHasChangedSomethingIsFollowedByTheStatementAfterCommits() throws Exception {
    run("CREATE SEQUENCE commits");
    try (NodeStore store =
        new JdbcNodeStore(pool, InitializeSchema.EMBEDDED, "CALL NEXT VALUE FOR commits")) {
      create(store, "news");
      long before = number("CALL NEXT VALUE FOR commits");

      try (NodeTransaction transaction = store.begin("news")) {
        assertThat(transaction.subscriptions()).isEmpty();
        transaction.commit();
      }
      assertThat(number("CALL NEXT VALUE FOR commits")).isEqualTo(before + 1);

      create(store, "weather");
      assertThat(number("CALL NEXT VALUE FOR commits")).isEqualTo(before + 3);
    }
  }

  @Test
  void aConnectionGoesBackWithTheQueryTimeoutThatItHad() throws Exception {
    try (NodeStore store = new JdbcNodeStore(pool, InitializeSchema.EMBEDDED)) {
      create(store, "news");

      // All that there are.
      try (Connection one = pool.getConnection();
          Connection other = pool.getConnection();
          Statement ofOne = one.createStatement();
          Statement ofOther = other.createStatement()) {
        assertThat(ofOne.getQueryTimeout()).isEqualTo(OWN_TIMEOUT_SECONDS);
        assertThat(ofOther.getQueryTimeout()).isEqualTo(OWN_TIMEOUT_SECONDS);
      }
    }
  }

  @Test
  void nodesAreCountedWithThoseThatThisTransactionAndThoseBeforeItHaveMade() {
    try (NodeStore store = new JdbcNodeStore(pool, InitializeSchema.EMBEDDED)) {
      try (NodeTransaction transaction = store.begin("news")) {
        assertThat(transaction.nodes()).isZero();
        transaction.create(node("news"));
        assertThat(transaction.nodes()).isEqualTo(1);
        // It is not committed.
      }
      create(store, "weather");
      try (NodeTransaction transaction = store.begin("weather")) {
        assertThat(transaction.nodes()).isEqualTo(1);
        transaction.delete();
        assertThat(transaction.nodes()).isZero();
        transaction.commit();
        assertThat(transaction.nodes()).isZero();
      }
    }
  }

  private static void create(NodeStore store, String name) {
    try (NodeTransaction transaction = store.begin(name)) {
      transaction.create(node(name));
      transaction.commit();
    }
  }

  private static Node node(String name) {
    return new Node(name, "of" + name, 0, NodeConfiguration.INITIAL, null, Instant.EPOCH);
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
