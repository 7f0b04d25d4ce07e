package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.publisher.RecordingNodes.Event;
import dev.herald.publisher.ledger.Tally;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import dev.herald.server.pubsub.store.jdbc.PostgresServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.hibernate.LockMode;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;

/**
 * Four instances of an application on one PostgreSQL that write the same 1,000 rows, while the
 * target goes away and comes back.
 */
class SeveralInstancesTest {

  private static final int INSTANCES = 4;
  private static final int ROWS = 1_000;
  private static final int CHANGES = 500;
  private static final String NODE = "/ledger/Tally";

  private final RecordingNodes nodes = new RecordingNodes();

  @Test
  void theNodeEndsAsTheTableAndVersionsOnlyRise() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("SeveralInstancesTest seed: " + seed);
    DataSource database = PostgresServer.orSkip().emptySchema();
    List<SessionFactory> factories = new ArrayList<>();
    List<Publisher> publishers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
    try {
      for (int i = 0; i < INSTANCES; i++) {
        factories.add(factory(database));
      }
      factories
          .get(0)
          .inTransaction(
              session -> {
                for (int id = 0; id < ROWS; id++) {
                  session.persist(new Tally(id));
                }
              });
      factories.forEach(factory -> publishers.add(publisher(factory)));
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < INSTANCES; i++) {
        SessionFactory factory = factories.get(i);
        Random random = new Random(seed + i);
        writers.add(threads.submit(() -> change(factory, random)));
      }
      Random random = new Random(seed);
      for (Future<?> writer : writers) {
        while (!writer.isDone()) {
          boolean down = random.nextBoolean();
          nodes.failFor(node -> down);
          TimeUnit.MILLISECONDS.sleep(random.nextInt(50));
        }
        writer.get();
      }
      nodes.failFor(node -> false);
      nodes.await(() -> publishers.get(0).waiting() == 0);
      assertRising(nodes.all(), table(factories.get(0)));
    } finally {
      threads.shutdownNow();
      publishers.forEach(Publisher::close);
      factories.forEach(SessionFactory::close);
    }
  }

  private static void change(SessionFactory factory, Random random) {
    for (int i = 0; i < CHANGES; i++) {
      // Half of the changes are of a few rows, so that instances meet.
      long id = random.nextBoolean() ? random.nextInt(10) : random.nextInt(ROWS);
      factory.inTransaction(
          session -> session.find(Tally.class, id, LockMode.PESSIMISTIC_WRITE).changes++);
    }
  }

  private static Map<String, Integer> table(SessionFactory factory) {
    Map<String, Integer> rows = new HashMap<>();
    factory.inTransaction(
        session ->
            session
                .createSelectionQuery("from Tally", Tally.class)
                .getResultList()
                .forEach(row -> rows.put("" + row.id, row.changes)));
    return rows;
  }

  private static void assertRising(List<Event> events, Map<String, Integer> table) {
    Map<String, Integer> last = new HashMap<>();
    for (Event event : events) {
      int changes =
          Integer.parseInt(
              event.payload().toString().replaceAll("(?s).*name=\"changes\"[^>]*>(\\d+)<.*", "$1"));
      Integer before = last.put(event.itemId(), changes);
      if (before != null) {
        assertThat(changes)
            .describedAs("row %s of %s", event.itemId(), NODE)
            .isBetween(before, before + 1);
      }
    }
    assertThat(last).isEqualTo(table);
  }

  private Publisher publisher(SessionFactory factory) {
    Publisher publisher =
        new Publisher(
            nodes,
            PublisherSettings.DEFAULT.withInitialize(InitializeOutbox.ALWAYS),
            TransactionBinding.NONE);
    publisher.attach(factory);
    publisher.start();
    return publisher;
  }

  private static SessionFactory factory(DataSource database) {
    Configuration configuration =
        new Configuration()
            .addAnnotatedClass(Tally.class)
            .setProperty("hibernate.hbm2ddl.auto", "update");
    configuration.getProperties().put("hibernate.connection.datasource", database);
    return configuration.buildSessionFactory();
  }
}
