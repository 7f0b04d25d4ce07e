package dev.herald.server.pubsub.model;

import com.zaxxer.hikari.HikariDataSource;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.jdbc.InitializeSchema;
import dev.herald.server.pubsub.store.jdbc.JdbcNodeStore;
import dev.herald.server.pubsub.store.jdbc.PostgresServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sequences of random requests by several users, after each of which the service must have
 * answered, told and kept what {@link PubSubModel} says. The property {@code
 * herald.model.sequences} is how many on memory (default 2,000), {@code herald.model.h2} and {@code
 * herald.model.postgresql} on the databases (200 and 20); {@code herald.model.seed} repeats a run.
 */
@Timeout(3_000)
class PubSubModelTest {

  static final int MAX_ITEMS = 4;
  static final String COLLECTION = "/c";

  @Test
  void theServiceDoesWhatTheModelSaysInMemory() throws Exception {
    run("memory", Integer.getInteger("herald.model.sequences", 2_000), MemoryNodeStore::new);
  }

  @Test
  void theServiceDoesWhatTheModelSaysInH2() throws Exception {
    JdbcConnectionPool pool =
        JdbcConnectionPool.create("jdbc:h2:mem:model;DB_CLOSE_DELAY=-1", "herald", "");
    try {
      onDatabase("H2", Integer.getInteger("herald.model.h2", 200), pool);
    } finally {
      pool.dispose();
    }
  }

  @Test
  void theServiceDoesWhatTheModelSaysInPostgreSql() throws Exception {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(PostgresServer.orSkip().emptySchema());
      onDatabase("PostgreSQL", Integer.getInteger("herald.model.postgresql", 20), pool);
    }
  }

  /** A new store on the same tables, which are emptied. */
  private static void onDatabase(String kind, int sequences, DataSource source) throws Exception {
    run(
        kind,
        sequences,
        () -> {
          NodeStore store = new JdbcNodeStore(source, InitializeSchema.ALWAYS);
          try (Connection connection = source.getConnection();
              Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM herald_node");
            statement.execute("DELETE FROM herald_change");
          }
          return store;
        });
  }

  private static void run(String kind, int sequences, Callable<NodeStore> stores) throws Exception {
    long seed = Long.getLong("herald.model.seed", System.nanoTime());
    System.out.printf(
        "PubSubModelTest: %d sequences on %s, -Dherald.model.seed=%d%n", sequences, kind, seed);
    Random seeds = new Random(seed);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < sequences; i++) {
        try (NodeStore store = stores.call()) {
          new Sequence(store, new Random(seeds.nextLong()), threads).run();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
