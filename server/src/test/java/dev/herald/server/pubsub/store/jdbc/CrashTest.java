package dev.herald.server.pubsub.store.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.store.NodeTransaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process is killed while it publishes and retracts, again and again on one database: what it has
 * acknowledged is there, and no version is missing or there twice. The property {@code
 * herald.crash.rounds} is how often (default 5), {@code herald.crash.seed} repeats a run.
 */
@Timeout(600)
class CrashTest {

  private static final Pattern ACKNOWLEDGED = Pattern.compile("([+-]) (\\S+) (\\S+)");
  private static final int ROUNDS = Integer.getInteger("herald.crash.rounds", 5);

  @Test
  void whatWasAcknowledgedIsThereAfterAKillOnH2(@TempDir Path folder) throws Exception {
    run("jdbc:h2:async:" + folder.resolve("crash") + ";WRITE_DELAY=0");
  }

  @Test
  void whatWasAcknowledgedIsThereAfterAKillOnPostgreSql() throws Exception {
    PGSimpleDataSource source = (PGSimpleDataSource) PostgresServer.orSkip().emptySchema();
    run(source.getUrl());
  }

  private static void run(String url) throws Exception {
    long seed = Long.getLong("herald.crash.seed", System.nanoTime());
    System.out.println("CrashTest: -Dherald.crash.seed=" + seed);
    Random random = new Random(seed);
    int acknowledged = 0;
    for (int round = 0; round < ROUNDS; round++) {
      // Of one round, since items and changes of earlier ones may have been dropped for new ones.
      Map<String, Set<String>> items = new HashMap<>();
      Process process = start(url, random.nextLong(), "r" + round);
      try {
        acknowledged += killed(process, 200 + random.nextInt(400), items);
      } finally {
        process.destroyForcibly().waitFor();
      }
      check(url, items);
    }
    assertThat(acknowledged).isGreaterThan(ROUNDS * 200);
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
  private static int killed(Process process, int after, Map<String, Set<String>> items)
      throws IOException {
    int lines = 0;
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = said.readLine()) != null) {
        if (++lines == after) {
          // The process's own method would close the stream, and with it what was said before.
          assertThat(process.toHandle().destroyForcibly()).isTrue();
        }
        Matcher acknowledged = ACKNOWLEDGED.matcher(line);
        if (!acknowledged.matches()) {
          continue; // it was killed while it said this
        }
        String id = acknowledged.group(3);
        Set<String> there = items.computeIfAbsent(acknowledged.group(2), node -> new HashSet<>());
        if (acknowledged.group(1).equals("+")) {
          there.add(id);
        } else {
          there.remove(id);
          there.add("!" + id);
        }
      }
    }
    assertThat(lines).as("acknowledged requests").isGreaterThanOrEqualTo(after);
    return lines;
  }

  private static void check(String url, Map<String, Set<String>> items) {
    try (Databases database = Databases.open(url)) {
      for (String node : database.store().names(null, 100)) {
        try (NodeTransaction transaction = database.store().begin(node)) {
          check(transaction, items.getOrDefault(node, Set.of()));
        }
      }
    }
  }

  private static void check(NodeTransaction transaction, Set<String> acknowledged) {
    Set<String> published = new HashSet<>();
    Set<String> retracted = new HashSet<>();
    long version = transaction.completeAfter();
    for (Change change : transaction.changes(version, Integer.MAX_VALUE)) {
      assertThat(change.version()).isEqualTo(++version);
      (change.kind() == Change.Kind.RETRACTED ? retracted : published)
          .add(String.valueOf(change.itemId()));
    }
    assertThat(requireNonNull(transaction.node()).version()).isEqualTo(version);
    for (String id : acknowledged) {
      if (id.startsWith("!")) {
        assertThat(retracted).contains(id.substring(1));
        assertThat(transaction.item(id.substring(1))).isNull();
      } else {
        assertThat(published).contains(id);
        // A retraction may have been stored whose acknowledgement was cut off.
        assertThat(transaction.item(id) != null || retracted.contains(id)).as(id).isTrue();
      }
    }
  }
}
