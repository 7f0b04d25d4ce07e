package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.publisher.ledger.Entry;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import dev.herald.server.pubsub.store.jdbc.PostgresServer;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresOutboxTest extends OutboxContract {

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
    Configuration configuration = new Configuration().addAnnotatedClass(Entry.class);
    configuration.getProperties().put("hibernate.connection.datasource", emptyDatabase());
    try (SessionFactory factory = configuration.buildSessionFactory();
        Publisher publisher =
            new Publisher(
                nodes,
                PublisherSettings.DEFAULT.withInitialize(InitializeOutbox.EMBEDDED),
                TransactionBinding.NONE)) {
      publisher.attach(factory);
      assertThatThrownBy(publisher::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("herald.initialize-schema=always")
          .hasMessageContaining("postgresql.sql")
          .hasMessageContaining("herald.outbox=memory");
    }
  }
}
