package dev.herald.server.pubsub.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AffiliationUseCases.AffiliationChange;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.node.AccessModel;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.NodeType;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.server.pubsub.store.RetentionLimits;
import dev.herald.xmpp.Jid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two services on one database, as in two processes; each looks at it when it is told to. */
@Timeout(60)
class SeveralServicesTest {

  private static final Jid ROMEO = Jid.parse("romeo@verona");
  private static final Jid ORCHARD = Jid.parse("romeo@verona/orchard");
  private static final Jid JULIET = Jid.parse("juliet@verona");

  enum Database {
    H2 {
      @Override
      DataSource empty() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return source;
      }
    },
    POSTGRESQL {
      @Override
      DataSource empty() throws Exception {
        return PostgresServer.orSkip().emptySchema();
      }
    };

    abstract DataSource empty() throws Exception;
  }

  /** A service, and what those who are online at it are told. */
  private static final class Replica {
    final ToldSubscribers told = new ToldSubscribers();
    final AsyncPubSub service;

    Replica(DataSource source, int changes) {
      RetentionLimits limits =
          new RetentionLimits(changes, Duration.ofDays(1), 1L << 20, 1_000_000, 1L << 30);
      service =
          new AsyncPubSub(
              new JdbcNodeStore(source, InitializeSchema.ALWAYS),
              ClientRights.READ_ONLY,
              new PubSubLimits(10, 100, 100, 100, limits),
              told,
              Runnable::run);
    }

    void create(String node, NodeConfiguration configuration) {
      service.owners().create(Actor.APPLICATION, node, configuration).join();
    }

    void publish(String node, String id) {
      service.publishers().publish(Actor.APPLICATION, node, id, "<x xmlns='x'/>").join();
    }

    void subscribe(Jid jid, String node) {
      service
          .subscribers()
          .subscribe(
              new Actor.Client(jid.isFull() ? jid : Jid.parse(jid + "/x")),
              node,
              jid,
              OptionValues.INITIAL)
          .join();
    }

    List<String> pollAndDrain() {
      service.poll();
      return told.drain();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsSubscribedByABareJidIsToldWhereNobodyHasUsedTheNode(Database database)
      throws Exception {
    DataSource source = database.empty();
    Replica first = new Replica(source, 100);
    first.create("/n", NodeConfiguration.INITIAL);
    first.subscribe(ROMEO, "/n");
    Replica second = new Replica(source, 100);

    first.publish("/n", "a");
    first.publish("/n", "b");

    assertThat(second.pollAndDrain()).containsExactly("romeo@verona +a", "romeo@verona +b");
    assertThat(second.pollAndDrain()).isEmpty();
    assertThat(first.pollAndDrain()).containsExactly("romeo@verona +a", "romeo@verona +b");
  }

  @ParameterizedTest
  @EnumSource
  void whatOthersDidBeforeTheFirstUseIsToldFirst(Database database) throws Exception {
    DataSource source = database.empty();
    Replica first = new Replica(source, 100);
    first.create("/n", NodeConfiguration.INITIAL);
    first.subscribe(ROMEO, "/n");
    first.publish("/n", "before");
    Replica second = new Replica(source, 100);
    first.publish("/n", "a");

    second.publish("/n", "b");

    assertThat(second.told.drain()).containsExactly("romeo@verona +a", "romeo@verona +b");
    assertThat(second.pollAndDrain()).isEmpty();
    first.told.drain();
    assertThat(first.pollAndDrain()).containsExactly("romeo@verona +b");
  }

  @ParameterizedTest
  @EnumSource
  void whatHappensAtALeafThatOthersUseReachesItsCollection(Database database) throws Exception {
    DataSource source = database.empty();
    Replica first = new Replica(source, 100);
    first.create(
        "/all", NodeConfiguration.INITIAL.with(NodeOptions.NODE_TYPE, NodeType.COLLECTION));
    first.create("/all/n", NodeConfiguration.INITIAL.with(NodeOptions.COLLECTION, List.of("/all")));
    Replica second = new Replica(source, 100);
    second.subscribe(ORCHARD, "/all");

    first.publish("/all/n", "a");

    assertThat(second.pollAndDrain()).containsExactly("romeo@verona/orchard /all:+a");
    assertThat(first.pollAndDrain()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aDeletionIsToldWithItsRedirect(Database database) throws Exception {
    DataSource source = database.empty();
    Replica first = new Replica(source, 100);
    first.create("/n", NodeConfiguration.INITIAL);
    Replica second = new Replica(source, 100);
    second.subscribe(ORCHARD, "/n");

    first.service.owners().delete(Actor.APPLICATION, "/n", "xmpp:new?;node=n").join();

    assertThat(second.pollAndDrain())
        .containsExactly("romeo@verona/orchard moved to xmpp:new?;node=n");
    assertThatThrownBy(() -> second.subscribe(ORCHARD, "/n"))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(PubSubException.Moved.class);
    second.create("/n", NodeConfiguration.INITIAL);
    second.subscribe(ORCHARD, "/n");
    first.service.owners().delete(Actor.APPLICATION, "/n", null).join();
    assertThatThrownBy(() -> second.subscribe(ORCHARD, "/n"))
        .hasMessageContaining("There is no node");
  }

  @ParameterizedTest
  @EnumSource
  void whoeverHasMissedMoreThanTheLogHasIsToldAllAnew(Database database) throws Exception {
    DataSource source = database.empty();
    Replica first = new Replica(source, 2 * NodeTransaction.TRIM_EVERY);
    first.create("/n", NodeConfiguration.INITIAL.with(NodeOptions.MAX_ITEMS, 2));
    Replica second = new Replica(source, 100);
    second.subscribe(ORCHARD, "/n");
    first.publish("/n", "kept");
    for (int i = 0; i < 4 * NodeTransaction.TRIM_EVERY; i++) {
      first.publish("/n", "kept".repeat(i % 2) + "x");
    }

    List<String> told = second.pollAndDrain();

    assertThat(told).startsWith("romeo@verona/orchard purged");
    assertThat(told.size()).isBetween(NodeTransaction.TRIM_EVERY, 4 * NodeTransaction.TRIM_EVERY);
    first.publish("/n", "last");
    assertThat(second.pollAndDrain()).containsExactly("romeo@verona/orchard +last");
  }

  @ParameterizedTest
  @EnumSource
  void soIsWhoeverIsSubscribedByABareJidWhereNobodyHasUsedTheNode(Database database)
      throws Exception {
    DataSource source = database.empty();
    Replica first = new Replica(source, 2 * NodeTransaction.TRIM_EVERY);
    first.create("/n", NodeConfiguration.INITIAL.with(NodeOptions.MAX_ITEMS, 2));
    first.subscribe(ROMEO, "/n");
    Replica second = new Replica(source, 100);
    first.publish("/n", "kept");
    for (int i = 0; i < 4 * NodeTransaction.TRIM_EVERY; i++) {
      first.publish("/n", "kept".repeat(i % 2) + "x");
    }

    assertThat(second.pollAndDrain()).startsWith("romeo@verona purged");
    first.publish("/n", "last");
    assertThat(second.pollAndDrain()).containsExactly("romeo@verona +last");
  }

  @ParameterizedTest
  @EnumSource
  void whatHadLeftTheLogBeforeIsNotToldAnewWithTheFirstChangeSince(Database database)
      throws Exception {
    DataSource source = database.empty();
    Replica second = new Replica(source, 100);
    Replica first = new Replica(source, 0);
    first.create("/n", NodeConfiguration.INITIAL);
    first.publish("/n", "old");
    first.service.sweep();
    assertThat(second.pollAndDrain()).isEmpty();
    assertThat(second.pollAndDrain()).isEmpty();

    first.subscribe(ROMEO, "/n");
    first.publish("/n", "a");

    assertThat(second.pollAndDrain()).containsExactly("romeo@verona +a");
  }

  @ParameterizedTest
  @EnumSource
  void anOwnerElsewhereIsAskedForItsApprovalAndTheSubscriberToldOfIt(Database database)
      throws Exception {
    DataSource source = database.empty();
    Replica first = new Replica(source, 100);
    first.create(
        "/n", NodeConfiguration.INITIAL.with(NodeOptions.ACCESS_MODEL, AccessModel.AUTHORIZE));
    first
        .service
        .affiliations()
        .change(Actor.APPLICATION, "/n", List.of(new AffiliationChange(JULIET, Affiliation.OWNER)))
        .join();
    Replica second = new Replica(source, 100);
    assertThat(second.service.entities().metadata(Actor.APPLICATION, "/n").join().owners())
        .containsExactly(JULIET);
    first.told.drain();

    first.subscribe(ROMEO, "/n");

    assertThat(second.pollAndDrain()).containsExactly("juliet@verona asked by romeo@verona");
    String subid = second.service.entities().subscriptions(ROMEO, "/n").join().get(0).subid();
    second.service.approvals().decide(Actor.APPLICATION, "/n", ROMEO, subid, true).join();
    first.told.drain();
    assertThat(first.pollAndDrain())
        .containsExactly("romeo@verona is " + SubscriptionState.SUBSCRIBED);
  }

  @ParameterizedTest
  @EnumSource
  void ofSeveralThatCreateANodeAtOnceOneSucceedsAndTheOthersFindIt(Database database)
      throws Exception {
    DataSource source = database.empty();
    List<Replica> replicas = List.of(new Replica(source, 100), new Replica(source, 100));
    ExecutorService threads = Executors.newFixedThreadPool(replicas.size());
    CyclicBarrier together = new CyclicBarrier(replicas.size());
    try {
      for (int i = 0; i < 20; i++) {
        String node = "/n" + i;
        List<Future<Boolean>> created = new ArrayList<>();
        for (Replica replica : replicas) {
          created.add(
              threads.submit(
                  () -> {
                    together.await();
                    return creates(replica, node);
                  }));
        }
        assertThat(created.get(0).get()).isNotEqualTo(created.get(1).get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** False when there is one already. */
  private static boolean creates(Replica replica, String node) {
    try {
      replica.create(node, NodeConfiguration.INITIAL);
      return true;
    } catch (CompletionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              PubSubException.class, it -> assertThat(it.reason()).isEqualTo(Reason.NODE_EXISTS));
      return false;
    }
  }
}
