package dev.herald.server.pubsub.store.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.server.pubsub.store.NodeTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Several processes on one PostgreSQL publish to the same nodes, and are killed and started at
 * random: the subscribers of each are told each change once and in order, from when they came until
 * their process ends. The property {@code herald.processes.kills} is how many are killed (default
 * 3), {@code herald.processes.seed} repeats a run as far as the machine lets it.
 */
@Timeout(3_600)
class SharedDatabaseTest {

  private static final int NODES = 3;
  private static final int KILLS = Integer.getInteger("herald.processes.kills", 3);

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void everySubscriberOfEveryProcessIsToldEachChangeOnceAndInOrder(int processes) throws Exception {
    String url = ((PGSimpleDataSource) PostgresServer.orSkip().emptySchema()).getUrl();
    long seed = Long.getLong("herald.processes.seed", System.nanoTime());
    System.out.println("SharedDatabaseTest: -Dherald.processes.seed=" + seed);
    Random random = new Random(seed);
    try (Databases database = Databases.open(url)) {
      create(database);
      List<Spoken> all = new ArrayList<>();
      List<Spoken> alive = new ArrayList<>();
      try {
        while (alive.size() < processes) {
          start(url, random, database, all, alive);
        }
        for (int kill = 0; kill < KILLS; kill++) {
          Spoken next = alive.get(random.nextInt(alive.size()));
          next.awaitLines(next.said() + 200 + random.nextInt(1_000));
          next.kill();
          alive.remove(next);
          start(url, random, database, all, alive);
        }
        alive.forEach(Spoken::stopPublishing);
        for (Spoken process : alive) {
          process.awaitQuiet();
        }
        Map<String, List<Change>> log = read(database);
        for (Spoken process : alive) {
          process.awaitAll(log);
        }
        for (Spoken process : all) {
          process.check(log);
        }
        System.out.println(
            "SharedDatabaseTest: %d processes, %d changes, told at most %d ms late"
                .formatted(
                    all.size(),
                    log.values().stream().mapToInt(List::size).sum(),
                    all.stream().mapToLong(Spoken::latest).max().orElse(0)));
      } finally {
        for (Spoken process : all) {
          process.kill();
        }
      }
    }
  }

  private static void start(
      String url, Random random, Databases database, List<Spoken> all, List<Spoken> alive)
      throws Exception {
    Spoken process = Spoken.start(url, random.nextLong(), "p" + all.size(), NODES);
    all.add(process);
    alive.add(process);
    process.awaitReady();
    for (int i = 0; i < NODES; i++) {
      String node = SharingProcess.KEPT + i;
      try (NodeTransaction transaction = database.store().begin(node)) {
        process.follow(node, requireNonNull(transaction.node()).version());
      }
    }
  }

  private static void create(Databases database) {
    for (int i = 0; i < NODES; i++) {
      for (String name : List.of(SharingProcess.NODE + i, SharingProcess.KEPT + i)) {
        try (NodeTransaction transaction = database.store().begin(name)) {
          transaction.create(
              new Node(name, "i" + name, 0, NodeConfiguration.INITIAL, null, Instant.now()));
          if (name.startsWith(SharingProcess.KEPT)) {
            transaction.put(
                new Subscription(
                    SharingProcess.BARE, "s", SubscriptionState.SUBSCRIBED, OptionValues.INITIAL));
          }
          transaction.commit();
        }
      }
    }
  }

  private static Map<String, List<Change>> read(Databases database) {
    Map<String, List<Change>> log = new HashMap<>();
    for (String name : database.store().names(null, 100)) {
      try (NodeTransaction transaction = database.store().begin(name)) {
        List<Change> changes = transaction.changes(0, Integer.MAX_VALUE);
        assertThat(requireNonNull(transaction.node()).version()).isEqualTo(changes.size());
        log.put(name, changes);
      }
    }
    return log;
  }
}
