package dev.herald.publisher;

import dev.herald.publisher.outbox.OutboxKind;
import dev.herald.server.pubsub.store.jdbc.PostgresServer;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** With the outbox in H2, in PostgreSQL and in memory. */
class UncommittedTest {

  private static DataSource h2() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return source;
  }

  @Nested
  class InH2 extends UncommittedContract {

    @Override
    DataSource emptyDatabase() {
      return h2();
    }

    @Override
    PublisherSettings settings() {
      return PublisherSettings.DEFAULT.withOutbox(OutboxKind.JDBC);
    }

    @Test
    void whatASavepointUndoesIsNot() {
      assertSavepointsAreSeen();
    }
  }

  @Nested
  class InPostgresql extends UncommittedContract {

    private static PostgresServer server;

    @BeforeAll
    static void startServer() {
      server = PostgresServer.orSkip();
    }

    @Override
    DataSource emptyDatabase() throws Exception {
      return server.emptySchema();
    }

    @Override
    PublisherSettings settings() {
      return PublisherSettings.DEFAULT.withOutbox(OutboxKind.JDBC);
    }

    @Test
    void whatASavepointUndoesIsNot() {
      assertSavepointsAreSeen();
    }
  }

  @Nested
  class InMemory extends UncommittedContract {

    @Override
    DataSource emptyDatabase() {
      return h2();
    }

    @Override
    PublisherSettings settings() {
      return PublisherSettings.DEFAULT.withOutbox(OutboxKind.MEMORY);
    }
  }
}
