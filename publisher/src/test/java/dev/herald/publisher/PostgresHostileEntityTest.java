package dev.herald.publisher;

import dev.herald.server.pubsub.store.jdbc.PostgresServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;

class PostgresHostileEntityTest extends HostileEntityContract {

  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.orSkip();
  }

  @Override
  DataSource emptyDatabase() throws Exception {
    return server.emptySchema();
  }
}
