package dev.herald.server.pubsub.store.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.store.NodeTransaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process is killed while it publishes and retracts, again and again on one database: what it has
 * acknowledged is there, what it has told is what is stored, and no version is missing or there
 * twice. The property {@code herald.crash.rounds} is how often (default 5), {@code
 * herald.crash.seed} repeats a run.
 */
@Timeout(600)
class CrashTest {

  private static final int ROUNDS = Integer.getInteger("herald.crash.rounds", 5);

  @Test
  void whatWasAcknowledgedIsThereAfterAKillOnH2(@TempDir Path folder) throws Exception {
    run("H2", "jdbc:h2:async:" + folder.resolve("crash") + ";WRITE_DELAY=0");
  }

  @Test
  void whatWasAcknowledgedIsThereAfterAKillOnPostgreSql() throws Exception {
    PGSimpleDataSource source = (PGSimpleDataSource) PostgresServer.orSkip().emptySchema();
    run("PostgreSQL", source.getUrl());
  }

  private static void run(String kind, String url) throws Exception {
    long seed = Long.getLong("herald.crash.seed", System.nanoTime());
    System.out.printf("CrashTest: %s, -Dherald.crash.seed=%d%n", kind, seed);
    Random random = new Random(seed);
    int acknowledged = 0;
    Map<String, Node> before = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      // Of one round, since items and changes of earlier ones may have been dropped for new ones.
      Said said = new Said();
      Process process = start(url, random.nextLong(), "r" + round);
      try {
        readAndKill(process, 200 + random.nextInt(400), said);
      } finally {
        process.destroyForcibly().waitFor();
      }
      acknowledged += said.count();
      check(url, said, before);
    }
    System.out.printf(
        "CrashTest: %s, %d kills, %d requests acknowledged, all there%n",
        kind, ROUNDS, acknowledged);
    assertThat(acknowledged).isGreaterThanOrEqualTo(ROUNDS * 200);
  }

  private static Process start(String url, long seed, String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            CrashingPublisher.class.getName(),
            url,
            String.valueOf(seed),
            name)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Reads what is acknowledged, kills the process after so much, and reads the rest. */
  private static void readAndKill(Process process, int after, Said said) throws IOException {
    boolean killed = false;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        said.line(line);
        if (!killed && said.count() >= after) {
          // The process's own method would close the stream, and with it what was said before.
          killed = process.toHandle().destroyForcibly();
          assertThat(killed).isTrue();
        }
      }
    }
    assertThat(said.count()).as("acknowledged requests").isGreaterThanOrEqualTo(after);
  }

  private static void check(String url, Said said, Map<String, Node> before) {
    try (Databases database = Databases.open(url)) {
      for (String name : CrashingPublisher.NODES) {
        try (NodeTransaction transaction = database.store().begin(name)) {
          Node node = requireNonNull(transaction.node(), name);
          Node earlier = before.put(name, node);
          if (earlier != null) {
            assertThat(node.incarnation()).isEqualTo(earlier.incarnation());
            assertThat(node.version()).isGreaterThanOrEqualTo(earlier.version());
          }
          check(transaction, said, node);
        }
      }
    }
  }

  private static void check(NodeTransaction transaction, Said said, Node node) {
    Map<Long, String> stored = new HashMap<>();
    long version = transaction.completeAfter();
    for (Change change : transaction.changes(version, Integer.MAX_VALUE)) {
      assertThat(change.version()).isEqualTo(++version);
      stored.put(version, Said.sign(change.kind() == Change.Kind.RETRACTED) + change.itemId());
    }
    assertThat(node.version()).isEqualTo(version);
    assertThat(stored).containsAllEntriesOf(said.told(node.name()));
    for (String what : said.acknowledged(node.name())) {
      assertThat(stored).containsValue(what);
      String id = what.substring(1);
      // A retraction may have been stored whose acknowledgement was cut off.
      boolean retracted = stored.containsValue(Said.sign(true) + id);
      assertThat(transaction.item(id) == null).as(what).isEqualTo(retracted);
    }
  }
}
