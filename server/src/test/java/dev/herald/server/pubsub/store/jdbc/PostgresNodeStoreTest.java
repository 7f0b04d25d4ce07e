package dev.herald.server.pubsub.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.pubsub.store.StoreException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresNodeStoreTest extends OtherProcessesContract {

  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.orSkip();
  }

  @Override
  DataSource emptyDatabase() throws Exception {
    return server.emptySchema();
  }

  @Test
  void itsTablesAreNotCreatedByDefault() throws Exception {
    DataSource empty = emptyDatabase();

    assertThatThrownBy(() -> new JdbcNodeStore(empty, InitializeSchema.EMBEDDED))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("herald.initialize-schema=always")
        .hasMessageContaining("postgresql.sql");
  }
}
