package dev.herald.server.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.server.pubsub.store.StoreException;
import dev.herald.server.pubsub.store.jdbc.InitializeSchema;
import dev.herald.server.pubsub.store.jdbc.JdbcNodeStore;
import dev.herald.server.rsm.PageRequest;
import dev.herald.xmpp.Jid;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a failed commit undoes also where nothing is stored: the sessions' subscriptions. */
class FailedCommitTest {

  private static final Jid READER = Jid.parse("romeo@verona/orchard");
  private static final Actor CLIENT = new Actor.Client(READER);

  private boolean failing;
  private int commits;
  private AsyncPubSub service;

  @BeforeEach
  void open() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    NodeStore store = new JdbcNodeStore(source, InitializeSchema.ALWAYS);
    service =
        new AsyncPubSub(
            (NodeStore) proxy(NodeStore.class, store),
            ClientRights.READ_ONLY,
            PubSubLimits.DEFAULT,
            new Nobody(),
            Runnable::run);
    service.owners().create(Actor.APPLICATION, "/n", NodeConfiguration.INITIAL).join();
  }

  /** Passes everything on, but fails to commit when it is told to. */
  private Object proxy(Class<?> type, Object real) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (failing && method.getName().equals("commit")) {
            commits++;
            throw new StoreException("Committing has failed", new SQLException());
          }
          try {
            Object result = method.invoke(real, arguments);
            return result instanceof NodeTransaction
                ? proxy(NodeTransaction.class, result)
                : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private CompletableFuture<Subscription> subscribe() {
    return service.subscribers().subscribe(CLIENT, "/n", READER, OptionValues.INITIAL);
  }

  private void fails(CompletableFuture<?> request) {
    assertThatThrownBy(request::join).hasMessageContaining("not known whether");
  }

  @Test
  void aSubscriptionThatFailedIsNotThere() {
    failing = true;
    fails(subscribe());
    failing = false;

    assertThat(service.hasNoSessions()).isTrue();
    assertThat(service.entities().subscriptions(READER, "/n").join()).isEmpty();
  }

  @Test
  void aSubscriptionWhoseEndHasFailedIsStillThereAndEndsLater() {
    Subscription made = subscribe().join();
    failing = true;
    fails(service.subscribers().unsubscribe(CLIENT, "/n", READER, null));
    failing = false;

    assertThat(service.entities().subscriptions(READER, "/n").join()).containsExactly(made);
    service.departures().gone(READER, true);
    assertThat(service.hasNoSessions()).isTrue();
  }

  @Test
  void theSubscribersOfANodeWhoseDeletionHasFailedAreStillThereAndEndLater() {
    Subscription made = subscribe().join();
    failing = true;
    fails(service.owners().delete(Actor.APPLICATION, "/n", null));
    failing = false;

    assertThat(service.entities().subscriptions(READER, "/n").join()).containsExactly(made);
    service.departures().gone(READER, true);
    assertThat(service.hasNoSessions()).isTrue();
  }

  @Test
  void whoeverHasLeftWhileTheStoreFailedIsForgottenLaterUnlessItIsBack() {
    subscribe().join();
    failing = true;
    service.departures().gone(READER, true);
    failing = false;
    assertThat(service.hasNoSessions()).isFalse();

    service.departures().again(jid -> true);
    assertThat(service.hasNoSessions()).isFalse();

    failing = true;
    service.departures().gone(READER, true);
    failing = false;
    service.departures().again(jid -> false);
    assertThat(service.hasNoSessions()).isTrue();
  }

  @Test
  void nothingIsDoneASecondTimeOfWhichItIsNotKnownWhetherItWasDone() {
    failing = true;
    CompletableFuture<String> first =
        service.publishers().publish(Actor.APPLICATION, "/n", "a", "");
    fails(first);

    assertThat(commits).isEqualTo(1);
  }

  @Test
  void aVersionIsNotUsedUpByAFailure() {
    failing = true;
    fails(service.publishers().publish(Actor.APPLICATION, "/n", "a", ""));
    failing = false;
    service.publishers().publish(Actor.APPLICATION, "/n", "b", "").join();

    Node node = service.owners().configuration(Actor.APPLICATION, "/n").join();
    assertThat(
            service
                .items()
                .page(Actor.APPLICATION, "/n", null, PageRequest.last(10))
                .join()
                .page()
                .entries())
        .singleElement()
        .satisfies(item -> assertThat(item.version()).isEqualTo(node.version()));
  }

  private static final class Nobody implements EventSink {
    @Override
    public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {}

    @Override
    public void tell(NodeEvent event, Collection<Jid> bareJids) {}
  }
}
