package dev.herald.server.pubsub.store.jdbc;

import static dev.herald.server.pubsub.node.SubscriptionState.SUBSCRIBED;
import static dev.herald.server.pubsub.store.Samples.ALICE;
import static dev.herald.server.pubsub.store.Samples.item;
import static dev.herald.server.pubsub.store.Samples.node;
import static dev.herald.server.pubsub.store.Samples.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.NodeStore.Heard;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.server.pubsub.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store does on every database when another process has it open as well. */
abstract class OtherProcessesContract extends JdbcNodeStoreContract {

  private NodeStore other;

  /** As another process on the same database. */
  @BeforeEach
  void openOther() {
    other = new JdbcNodeStore(dataSource, InitializeSchema.NEVER);
  }

  @AfterEach
  void closeOther() {
    other.close();
  }

  private static Set<String> changedElsewhere(NodeStore its) {
    return its.changedElsewhere(name -> true);
  }

  private void publishElsewhere(String name, String id) {
    try (NodeTransaction transaction = other.begin(name)) {
      publish(transaction, id);
      transaction.commit();
    }
  }

  @Test
  void whatAnotherProcessHasWrittenIsThere() {
    create("news");
    publishElsewhere("news", "a");

    look("news", t -> assertThat(t.item("a")).isEqualTo(item("a", 1)));
    look("news", t -> assertThat(present(t).version()).isEqualTo(1));
  }

  @Test
  void transactionsOfSeveralProcessesOnANodeFollowOneAnother() throws Exception {
    create("news");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        NodeStore its = i % 2 == 0 ? store : other;
        String id = "i" + i;
        all.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 25; n++) {
                    try (NodeTransaction transaction = its.begin("news")) {
                      publish(transaction, id);
                      transaction.evict(2);
                      transaction.commit();
                    }
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    look(
        "news",
        t ->
            assertThat(t.changes(0, 1_000))
                .extracting(Change::version)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 100).boxed().toList()));
    look("news", t -> assertThat(t.itemCount()).isEqualTo(2));
  }

  @Test
  void transactionsOnDifferentNodesDoNotWaitForOneAnother() {
    create("news");
    create("blog");
    try (NodeTransaction transaction = store.begin("news")) {
      publish(transaction, "a");
      assertThat(transaction.changes(0, 1)).hasSize(1);
      publishElsewhere("blog", "b");
      transaction.commit();
    }

    look("blog", t -> assertThat(t.itemCount()).isEqualTo(1));
  }

  @Test
  void ofTwoThatCreateANodeAtOnceTheSecondFindsItOrFails() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<String> second;
    try (NodeTransaction first = store.begin("news")) {
      first.create(node("news"));
      CountDownLatch started = new CountDownLatch(1);
      second =
          threads.submit(
              () -> {
                started.countDown();
                try (NodeTransaction transaction = other.begin("news")) {
                  if (transaction.node() != null) {
                    return "found";
                  }
                  transaction.create(node("news"));
                  transaction.commit();
                  return "created";
                } catch (StoreException e) {
                  return e.getMessage();
                }
              });
      started.await();
      first.put(ALICE, Affiliation.OWNER);
      first.commit();
      assertThat(second.get(60, TimeUnit.SECONDS))
          .matches("found|Creating of node 'news' has failed.*");
    } finally {
      threads.shutdownNow();
    }

    look("news", t -> assertThat(t.affiliations()).containsOnlyKeys(ALICE));
    publishElsewhere("news", "a");
  }

  @Test
  void changesOfAnotherProcessAreToldOnceAndItsOwnNever() {
    create("news");
    create("blog");
    assertThat(changedElsewhere(store)).isEmpty();
    assertThat(changedElsewhere(other)).containsExactlyInAnyOrder("news", "blog");

    publishElsewhere("news", "a");
    publishElsewhere("news", "b");

    assertThat(changedElsewhere(store)).containsExactly("news");
    assertThat(changedElsewhere(store)).isEmpty();
    assertThat(changedElsewhere(other)).isEmpty();
  }

  @Test
  void whateverIsChangedIsToldAlsoWhatTheLogDoesNotHave() {
    create("deleted");
    create("given");
    create("forgotten");
    changedElsewhere(store);
    try (NodeTransaction transaction = other.begin("created")) {
      transaction.create(node("created"));
      transaction.commit();
    }
    try (NodeTransaction transaction = other.begin("deleted")) {
      publish(transaction, "a");
      transaction.delete();
      transaction.commit();
    }
    try (NodeTransaction transaction = other.begin("given")) {
      transaction.put(ALICE, Affiliation.OWNER);
      transaction.commit();
    }
    try (NodeTransaction transaction = other.begin("forgotten")) {
      publish(transaction, "a");
      transaction.forget(1);
      transaction.commit();
    }

    assertThat(changedElsewhere(store))
        .containsExactlyInAnyOrder("created", "deleted", "given", "forgotten");
  }

  @Test
  void aLowerNumberThatIsCommittedLaterIsToldAsWell() {
    create("slow");
    create("fast");
    changedElsewhere(store);
    try (NodeTransaction slow = other.begin("slow")) {
      publish(slow, "a");
      // The log is written, so that its number is taken.
      assertThat(slow.changes(0, 10)).hasSize(1);
      publishElsewhere("fast", "b");

      assertThat(changedElsewhere(store)).containsExactly("fast");
      slow.commit();
    }

    assertThat(changedElsewhere(store)).containsExactly("slow");
    assertThat(changedElsewhere(store)).isEmpty();
  }

  @Test
  void whatWasNotCommittedWhenTheStoreWasOpenedIsTold() {
    create("slow");
    create("fast");
    try (NodeTransaction slow = other.begin("slow")) {
      publish(slow, "a");
      assertThat(slow.changes(0, 10)).hasSize(1);
      publishElsewhere("fast", "b");
      try (NodeStore late = new JdbcNodeStore(dataSource, InitializeSchema.NEVER)) {
        assertThat(changedElsewhere(late)).isEmpty();
        slow.commit();

        assertThat(changedElsewhere(late)).containsExactly("slow");
      }
    }
  }

  @Test
  void aNodeThatIsNotInUseIsNamedIfItHasKeptSubscribersOrACollection() {
    create("plain");
    write("kept", t -> t.create(node("kept")));
    write("kept", t -> t.put(new Subscription(ALICE, "s", SUBSCRIBED, OptionValues.INITIAL)));
    create("child");
    write(
        "child",
        t -> t.configure(NodeConfiguration.INITIAL.with(NodeOptions.COLLECTION, List.of("all"))));
    changedElsewhere(store);

    List.of("plain", "kept", "child").forEach(name -> publishElsewhere(name, "a"));
    assertThat(store.changedElsewhere(name -> false)).containsExactlyInAnyOrder("kept", "child");

    List.of("plain", "kept", "child").forEach(name -> publishElsewhere(name, "b"));
    assertThat(store.changedElsewhere("plain"::equals))
        .containsExactlyInAnyOrder("plain", "kept", "child");
  }

  @Test
  void aNodeIsHeardOfUpToTheChangeBeforeTheFirstThatHasNotBeenNamed() {
    create("news");
    publishElsewhere("news", "a");
    changedElsewhere(store);
    Heard before = store.heard();
    changedElsewhere(store);
    Heard first = store.heard();
    publishElsewhere("news", "b");
    changedElsewhere(store);
    // Whoever asked may not have looked at it yet.
    assertThat(store.heard()).isEqualTo(first);
    changedElsewhere(store);
    Heard second = store.heard();

    look("news", t -> assertThat(t.heardUpTo(before)).isZero());
    look("news", t -> assertThat(t.heardUpTo(first)).isEqualTo(1));
    look("news", t -> assertThat(t.heardUpTo(second)).isEqualTo(2));
  }

  @Test
  void aLowerNumberThatIsCommittedLaterHasNotBeenHeardOf() {
    create("slow");
    create("fast");
    try (NodeTransaction slow = other.begin("slow")) {
      publish(slow, "a");
      assertThat(slow.changes(0, 10)).hasSize(1);
      publishElsewhere("fast", "b");
      changedElsewhere(store);
      changedElsewhere(store);
      slow.commit();
    }

    look("slow", t -> assertThat(t.heardUpTo(store.heard())).isZero());
    look("fast", t -> assertThat(t.heardUpTo(store.heard())).isEqualTo(1));
  }

  @Test
  void aLostDatabaseIsAnErrorUntilItIsThereAgain() throws Exception {
    create("news");
    try (NodeTransaction transaction = store.begin("news")) {
      publish(transaction, "a");
      dataSource.down(true);
      assertThatThrownBy(transaction::commit).isInstanceOf(StoreException.class);
    }
    assertThatThrownBy(() -> store.begin("news")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.names(null, 1)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> changedElsewhere(store)).isInstanceOf(StoreException.class);

    dataSource.down(false);

    assertThat(changedElsewhere(store)).isEmpty();
    look("news", t -> assertThat(t.itemCount()).isZero());
    publishElsewhere("news", "a");
    assertThat(changedElsewhere(store)).containsExactly("news");
  }
}
