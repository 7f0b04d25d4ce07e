package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.publisher.bulk.BulkWatch;
import dev.herald.publisher.fleet.Fleet.Truck;
import dev.herald.publisher.fleet.Fleet.Vehicle;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import dev.herald.server.pubsub.store.jdbc.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * On PostgreSQL, what changes several tables is one query, and SQL that changes may return rows.
 */
class BulkOnPostgresTest {

  private final SessionFactory factory = factory();
  private final RecordingNodes nodes = new RecordingNodes();
  private final Publisher publisher =
      new Publisher(
          nodes,
          PublisherSettings.DEFAULT.withInitialize(InitializeOutbox.ALWAYS),
          TransactionBinding.NONE);

  private static SessionFactory factory() {
    Configuration configuration =
        new Configuration()
            .addAnnotatedClass(Vehicle.class)
            .addAnnotatedClass(Truck.class)
            .setProperty("hibernate.hbm2ddl.auto", "create");
    try {
      configuration
          .getProperties()
          .put("hibernate.connection.datasource", PostgresServer.orSkip().emptySchema());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return configuration.buildSessionFactory();
  }

  @AfterEach
  void stop() {
    publisher.close();
    factory.close();
  }

  private void start() {
    factory.inTransaction(
        session -> {
          for (int i = 0; i < 250; i++) {
            Truck truck = new Truck();
            truck.name = "truck";
            session.persist(truck);
          }
        });
    publisher.register(Vehicle.class);
    publisher.attach(factory);
    publisher.start();
    nodes.taken();
  }

  @Test
  void whatChangesSeveralTablesInOneQueryIsPublished() throws Exception {
    start();
    for (var step :
        List.of(
            List.of("update Truck set load = 'x', name = 'y' where id <= 3", "3 0"),
            List.of("update Vehicle set name = 'z' where id > 101", "149 0"),
            List.of("insert into Truck (name, load) select t.name, 'sand' from Truck t", "250 0"),
            List.of("delete from Vehicle where id <= 250", "0 250"))) {
      factory.inTransaction(session -> session.createMutationQuery(step.get(0)).executeUpdate());
      assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Vehicle " + step.get(1));
    }
    assertThat(publisher.metrics().refetches()).isEqualTo(4);
    assertThat(nodes.itemIds("/fleet/Vehicle")).hasSize(250);
  }

  @Test
  void nativeSqlThatReturnsRowsIsPublishedWhenItDeclaresWhatItWrites() throws Exception {
    start();
    String sql = "update vehicle set name = 'x' where id = 7 returning name";
    try (SaidInLog log = new SaidInLog(BulkWatch.class)) {
      factory.inTransaction(
          session -> session.createNativeQuery(sql, String.class).getSingleResult());
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("addSynchronizedEntityClass(Vehicle.class)");
    }
    factory.inTransaction(
        session ->
            session
                .createNativeQuery(sql, String.class)
                .addSynchronizedEntityClass(Vehicle.class)
                .getSingleResult());
    assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Vehicle 1 0");
  }

  @Test
  void readingIsNotNoticed() throws Exception {
    start();
    factory.inTransaction(
        session -> {
          session.find(Truck.class, 1L);
          session.createSelectionQuery("from Vehicle", Vehicle.class).getResultList();
          session
              .createSelectionQuery(
                  "with t as (select v.id as id from Vehicle v) select count(*) from t", Long.class)
              .getSingleResult();
          session
              .createNativeQuery("with t as (select id from vehicle) select id from t", Long.class)
              .getResultList();
        });
    factory.inTransaction(
        session -> session.createMutationQuery("delete from Truck where id = 1").executeUpdate());
    nodes.nextWord();
    assertThat(publisher.metrics().refetches()).isEqualTo(1);
  }
}
