package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.publisher.ledger.Entry;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import dev.herald.server.pubsub.store.jdbc.PostgresServer;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;

/** However many rows a transaction changes, few statements go to the outbox. */
class BatchedOutboxTest {

  private static final int ROWS = 1_000;

  private final CountingDataSource statements = new CountingDataSource();
  private final RecordingNodes nodes = new RecordingNodes();

  private static DataSource h2() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return source;
  }

  @Test
  void aThousandRowsAreFewStatementsInH2() throws Exception {
    fewStatements(h2(), Duration.ZERO);
  }

  @Test
  void aThousandRowsAreFewStatementsInPostgres() throws Exception {
    fewStatements(PostgresServer.orSkip().emptySchema(), Duration.ZERO);
  }

  @Test
  void aThousandRowsThatAreToldAsOneAreFewStatementsInH2() throws Exception {
    fewStatements(h2(), Duration.ofMillis(10));
  }

  @Test
  void aThousandRowsThatAreToldAsOneAreFewStatementsInPostgres() throws Exception {
    fewStatements(PostgresServer.orSkip().emptySchema(), Duration.ofMillis(10));
  }

  private void fewStatements(DataSource database, Duration window) throws Exception {
    Configuration configuration =
        new Configuration()
            .addAnnotatedClass(Entry.class)
            .setProperty("hibernate.hbm2ddl.auto", "update")
            .setProperty("hibernate.jdbc.batch_size", "100");
    configuration.getProperties().put("hibernate.connection.datasource", statements.of(database));
    try (SessionFactory factory = configuration.buildSessionFactory();
        Publisher publisher =
            new Publisher(
                nodes,
                PublisherSettings.DEFAULT.withInitialize(InitializeOutbox.ALWAYS),
                TransactionBinding.NONE)) {
      publisher.attach(factory);
      if (!window.isZero()) {
        publisher.register(Entry.class, options -> options.coalesce(window));
      }
      publisher.start();
      nodes.failFor(node -> true);
      statements.forget();
      factory.inTransaction(
          session -> {
            for (int id = 0; id < ROWS; id++) {
              session.persist(new Entry(id, "a"));
            }
            session.flush();
            // Two batches of 500.
            assertThat(statements.count("INSERT INTO herald_outbox ")).isEqualTo(2);
            session
                .createSelectionQuery("from Entry", Entry.class)
                .getResultList()
                .forEach(entry -> entry.text = "b");
            session.flush();
            assertThat(statements.count("UPDATE herald_outbox ")).isEqualTo(2);
            session
                .createSelectionQuery("from Entry where id >= 500", Entry.class)
                .getResultList()
                .forEach(session::remove);
            session.flush();
            assertThat(statements.count("DELETE FROM herald_outbox ")).isEqualTo(1);
          });
      assertThat(statements.count("INSERT INTO herald_outbox ")).isEqualTo(2);
      assertThat(publisher.waiting()).isEqualTo(ROWS / 2);
      statements.forget();
      nodes.failFor(node -> false);
      nodes.await(() -> publisher.waiting() == 0);
      // 10 at first, then 20, up to 100.
      assertThat(statements.count("DELETE FROM herald_outbox ")).isBetween(1L, 15L);
      assertThat(statements.count("SELECT id, ")).isBetween(1L, 40L);
      assertThat(nodes.all()).hasSize(ROWS / 2);
    }
  }
}
