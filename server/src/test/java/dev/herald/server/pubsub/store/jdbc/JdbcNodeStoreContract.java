package dev.herald.server.pubsub.store.jdbc;

import static dev.herald.server.pubsub.store.Samples.ALICE;
import static dev.herald.server.pubsub.store.Samples.item;
import static dev.herald.server.pubsub.store.Samples.node;
import static dev.herald.server.pubsub.store.Samples.present;
import static dev.herald.server.pubsub.store.Samples.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.store.NodeContentContract;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.server.pubsub.store.RetentionLimits;
import dev.herald.server.pubsub.store.StoreException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the store does on every database. */
@Timeout(120)
abstract class JdbcNodeStoreContract extends NodeContentContract {

  /** The changes of these tests are from 1970. */
  private static final Duration ALWAYS = Duration.ofDays(100_000);

  final FragileDataSource dataSource = new FragileDataSource();

  /** A database without tables. */
  abstract DataSource emptyDatabase() throws Exception;

  @Override
  protected final NodeStore open() throws Exception {
    dataSource.use(emptyDatabase());
    return new JdbcNodeStore(dataSource, InitializeSchema.ALWAYS);
  }

  @AfterEach
  void everyConnectionHasGoneBack() {
    assertThat(dataSource.out()).isZero();
  }

  static void publish(NodeTransaction transaction, String id) {
    Item item = item(id, present(transaction).version() + 1);
    transaction.put(item);
    transaction.append(published(item));
  }

  /** Of memory this is not asked: it does not fail, so it has nothing to undo. */
  @Test
  void whatIsNotCommittedHasNotHappened() {
    create("news");

    try (NodeTransaction transaction = store.begin("news")) {
      transaction.put(item("a", 1));
      transaction.put(ALICE, Affiliation.OWNER);
      transaction.append(published(item("a", 1)));
      assertThat(transaction.changes(0, 10)).hasSize(1);
    }
    try (NodeTransaction transaction = store.begin("other")) {
      transaction.create(node("other"));
    }

    look("news", t -> assertThat(t.itemCount()).isZero());
    look("news", t -> assertThat(present(t).version()).isZero());
    look("news", t -> assertThat(t.affiliations()).isEmpty());
    assertThat(store.names(null, 10)).containsExactly("news");
  }

  @Test
  void callsWaitForTheDatabase() {
    assertThat(store.isBlocking()).isTrue();
  }

  @Test
  void changesThatAreTooOldAreNamed() {
    create("news");
    write("news", t -> publish(t, "a"));
    write("news", t -> publish(t, "b"));
    RetentionLimits none = new RetentionLimits(10, Duration.ZERO, 1_000, 1_000, 1_000);

    assertThat(store.beyondLimits(new RetentionLimits(10, ALWAYS, 1_000, 2, 1_000))).isEmpty();
    assertThat(store.beyondLimits(none)).containsExactly(entry("news", 2L));
  }

  @Test
  void theOldestChangesAreNamedWhenThereAreTooManyForTheService() {
    create("news");
    create("blog");
    write("news", t -> publish(t, "a"));
    write("blog", t -> publish(t, "b"));
    write("news", t -> publish(t, "c"));
    write("news", t -> publish(t, "d"));

    assertThat(store.beyondLimits(new RetentionLimits(10, ALWAYS, 1_000, 3, 1_000)))
        .containsExactly(entry("news", 1L));
    assertThat(store.beyondLimits(new RetentionLimits(10, ALWAYS, 1_000, 1, 1_000)))
        .containsOnly(entry("news", 2L), entry("blog", 1L));
    assertThat(store.beyondLimits(new RetentionLimits(10, ALWAYS, 1_000, 10, 1))).isNotEmpty();
  }

  @Test
  void aFailureUndoesAllAndNamesTheNodeButNoPayload() {
    create("news");
    try (NodeTransaction transaction = store.begin("news")) {
      transaction.put(item("a", 1, "secret"));
      transaction.append(published(item("a", 1, "secret")));
      transaction.append(published(item("a", 2, "secret")));
      transaction.append(published(item("a", 2, "secret")));
      assertThatThrownBy(transaction::commit)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("news")
          .hasMessageNotContaining("secret");
      assertThatThrownBy(transaction::commit).isInstanceOf(StoreException.class);
      assertThatThrownBy(transaction::itemCount).isInstanceOf(StoreException.class);
    }

    look("news", t -> assertThat(t.itemCount()).isZero());
    look("news", t -> assertThat(present(t).version()).isZero());
  }

  @Test
  void tablesThatAreMissingStopTheStart() throws Exception {
    DataSource empty = emptyDatabase();

    assertThatThrownBy(() -> new JdbcNodeStore(empty, InitializeSchema.NEVER))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("herald.initialize-schema=always")
        .hasMessageContaining(".sql");

    new JdbcNodeStore(empty, InitializeSchema.ALWAYS).close();
    execute(empty, "DROP TABLE herald_item");

    assertThatThrownBy(() -> new JdbcNodeStore(empty, InitializeSchema.NEVER))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("herald_item");
  }

  @Test
  void tablesOfAnotherVersionStopTheStart() throws Exception {
    execute(dataSource, "UPDATE herald_schema SET version = 99");

    assertThatThrownBy(() -> new JdbcNodeStore(dataSource, InitializeSchema.ALWAYS))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("99")
        .hasMessageContaining("herald.initialize-schema")
        .hasMessageContaining(".sql");
  }

  @Test
  void severalThatStartAtOnceShareTheTables() throws Exception {
    DataSource empty = emptyDatabase();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> starts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        starts.add(threads.submit(() -> new JdbcNodeStore(empty, InitializeSchema.ALWAYS).close()));
      }
      for (Future<?> start : starts) {
        start.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void execute(DataSource dataSource, String sql) throws Exception {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
