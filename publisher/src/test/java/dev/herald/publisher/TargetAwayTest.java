package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.publisher.ledger.Counted;
import dev.herald.publisher.ledger.Entry;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import dev.herald.server.pubsub.store.jdbc.PostgresServer;
import dev.herald.xmpp.XmlElement;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The target is away for {@code -Dherald.away.seconds} (3) while an application goes on saving to
 * PostgreSQL: no save fails, what waits is in the database and not in memory, and in the end the
 * node is what the table is.
 */
class TargetAwayTest {

  private static final String NODE = "/ledger/Entry";
  private static final int ROWS = 500;
  private static final int CHARACTERS = 20_000;
  private static final long MEMORY = 20_000_000;

  /** So many saves come to twice that. */
  private static final int ENOUGH = (int) (2 * MEMORY / CHARACTERS);

  private final RecordingNodes nodes = new RecordingNodes();

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void noSaveFailsNothingIsKeptInMemoryAndAllIsDeliveredAfter() throws Exception {
    Configuration configuration =
        new Configuration()
            .addAnnotatedClass(Entry.class)
            .addAnnotatedClass(Counted.class)
            .setProperty("hibernate.hbm2ddl.auto", "update");
    configuration
        .getProperties()
        .put("hibernate.connection.datasource", PostgresServer.orSkip().emptySchema());
    int seconds = Integer.getInteger("herald.away.seconds", 3);
    try (SessionFactory factory = configuration.buildSessionFactory();
        Publisher publisher =
            new Publisher(
                nodes,
                PublisherSettings.DEFAULT.withInitialize(InitializeOutbox.ALWAYS),
                TransactionBinding.NONE)) {
      publisher.attach(factory);
      publisher.start();
      long[] before = saves(factory, ROWS, TimeUnit.SECONDS.toNanos(1));
      nodes.await(() -> publisher.waiting() == 0);
      nodes.forget();
      nodes.failFor(node -> true);
      long heap = usedHeap();
      long[] away = saves(factory, ENOUGH, TimeUnit.SECONDS.toNanos(seconds));
      long more = usedHeap() - heap;
      assertThat(publisher.waiting()).isEqualTo(away.length);
      assertThat(more).as("bytes of heap").isLessThan(MEMORY);
      nodes.failFor(node -> false);
      long since = System.nanoTime();
      while (publisher.waiting() > 0) {
        // What was told is not to fill the memory.
        nodes.forget();
        TimeUnit.MILLISECONDS.sleep(10);
      }
      System.out.printf(
          "TargetAwayTest: away for %d s, %d saves of %d characters, p50 %.0f µs and %.0f µs while it was"
              + " there; heap %+.1f MB; all delivered %.1f s after it came back%n",
          seconds,
          away.length,
          CHARACTERS,
          away[away.length / 2] / 1e3,
          before[before.length / 2] / 1e3,
          more / 1e6,
          (System.nanoTime() - since) / 1e9);
      assertEndsAsTheTableIs(factory);
    }
  }

  /**
   * Saves rows one after the other, so many and for so long at least; how long each took, the
   * shortest first.
   */
  private static long[] saves(SessionFactory factory, int least, long nanos) {
    String filling = "x".repeat(CHARACTERS);
    long[] took = new long[0];
    int count = 0;
    long start = System.nanoTime();
    while (count < least || System.nanoTime() - start < nanos) {
      long id = count % ROWS;
      String text = start + "-" + count + filling;
      long begun = System.nanoTime();
      factory.inTransaction(session -> session.merge(new Entry(id, text)));
      if (count == took.length) {
        took = Arrays.copyOf(took, Math.max(1_024, count * 2));
      }
      took[count++] = System.nanoTime() - begun;
    }
    long[] sorted = Arrays.copyOf(took, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private static long usedHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  private void assertEndsAsTheTableIs(SessionFactory factory) {
    List<Entry> rows =
        factory.fromTransaction(
            session -> session.createSelectionQuery("from Entry", Entry.class).getResultList());
    assertThat(nodes.itemIds(NODE)).hasSize(rows.size());
    for (Entry row : rows) {
      String itemId = "" + row.id;
      XmlElement item = nodes.items(NODE, List.of(itemId)).get(itemId);
      assertThat(item).as(itemId).isNotNull();
      assertThat(String.valueOf(item)).contains(row.text);
    }
  }
}
