package dev.herald.publisher.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.publisher.ledger.Tally;
import dev.herald.server.pubsub.store.jdbc.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An application is killed while it commits, again and again. What was committed has been announced
 * then: each count of each row, in order, repeated at most.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES) // Of a hundred kills, each with a new process.
class KilledPublisherTest {

  private static final int KILLS = Integer.getInteger("herald.publisher.kills", 5);

  @Test
  void whatIsCommittedToPostgresIsAnnouncedWheneverTheApplicationIsKilled() throws Exception {
    PGSimpleDataSource schema = (PGSimpleDataSource) PostgresServer.orSkip().emptySchema();
    killed("PostgreSQL", schema.getURL(), 0);
  }

  @Test
  void ofWhatIsCommittedToPostgresAndToldAsOneTheLastIsAnnouncedWheneverTheApplicationIsKilled()
      throws Exception {
    PGSimpleDataSource schema = (PGSimpleDataSource) PostgresServer.orSkip().emptySchema();
    killed("PostgreSQL, coalesced", schema.getURL(), 100);
  }

  @Test
  void whatIsCommittedToH2IsAnnouncedWheneverTheApplicationIsKilled(@TempDir Path directory)
      throws Exception {
    killed("H2", "jdbc:h2:file:" + directory.resolve("ledger") + ";WRITE_DELAY=0", 0);
  }

  private static void killed(String database, String url, long window) throws Exception {
    long seed = Long.getLong("herald.publisher.seed", new Random().nextLong());
    System.out.println("KilledPublisherTest seed: " + seed);
    Random random = new Random(seed);
    try (SessionFactory factory = CommittingProcess.factory(url)) {
      factory.inTransaction(
          session -> {
            for (int id = 0; id < CommittingProcess.ROWS; id++) {
              session.persist(new Tally(id));
            }
          });
    }
    try (Target target = new Target(seed)) {
      for (int round = 0; round < KILLS; round++) {
        Process process = start(url, target.port(), random.nextLong(), 1_000_000, window);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(3_000)));
        process.destroyForcibly().waitFor();
      }
      Process last = start(url, target.port(), random.nextLong(), 10, window);
      assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(last.exitValue()).isZero();
      int commits = 0;
      try (SessionFactory factory = CommittingProcess.factory(url)) {
        for (int id = 0; id < CommittingProcess.ROWS; id++) {
          long row = id;
          int committed =
              factory.fromTransaction(session -> session.find(Tally.class, row).changes);
          assertComplete("" + id, committed, target.announced("" + id), window > 0);
          commits += committed;
        }
      }
      System.out.printf(
          "KilledPublisherTest: %s, seed %d, %d kills, %,d commits announced by %,d publishes%n",
          database, seed, KILLS, commits, target.total());
    }
  }

  /**
   * Each count up to the last; one that is announced again is the one before.
   *
   * @param leaves whether counts are left out
   */
  private static void assertComplete(
      String id, int committed, List<Integer> announced, boolean leaves) {
    int last = 1;
    for (int count : announced) {
      assertThat(count)
          .describedAs("row %s: %s", id, announced)
          .isBetween(last, leaves ? committed : last + 1);
      last = count;
    }
    assertThat(last).describedAs("row %s", id).isEqualTo(committed);
  }

  /** A process that has begun to commit. */
  private static Process start(String url, int port, long seed, int changes, long window)
      throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CommittingProcess.class.getName(),
                url,
                "" + port,
                "" + seed,
                "" + changes,
                "" + window)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("started")) {
        Thread reader = new Thread(() -> out.lines().forEach(System.out::println), "its output");
        reader.setDaemon(true);
        reader.start();
        return process;
      }
    }
    throw new IOException("The process has ended before it started");
  }
}
