package dev.herald.server.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.pubsub.ArchiveUseCases.Extent;
import dev.herald.server.pubsub.ArchiveUseCases.Page;
import dev.herald.server.pubsub.ArchiveUseCases.Query;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.ChangeId;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.server.pubsub.store.RetentionLimits;
import dev.herald.xmpp.Jid;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** How far the changes of nodes go back, and what becomes of who asks for more. */
class ArchiveTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final RetentionLimits ROOMY =
      new RetentionLimits(1_000, DAY, 1_000_000, 10_000, 10_000_000);

  private final MemoryNodeStore store = new MemoryNodeStore();
  private final List<NodeEvent> told = new ArrayList<>();

  private AsyncPubSub service(RetentionLimits retention) {
    EventSink sink =
        new EventSink() {
          @Override
          public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
            told.add(event);
          }

          @Override
          public void tell(NodeEvent event, Collection<Jid> bareJids) {}
        };
    return new AsyncPubSub(
        store,
        new ClientRights(true, List.of()),
        new PubSubLimits(1_000, 10, 10, 10, retention),
        sink,
        Runnable::run);
  }

  private static ChangeId publish(AsyncPubSub service, String node, String id, String payload) {
    service.publishers().publish(Actor.APPLICATION, node, id, payload).join();
    return ChangeId.of(service.entities().metadata(Actor.APPLICATION, node).join().node());
  }

  private static void create(AsyncPubSub service, String node) {
    service.owners().create(Actor.APPLICATION, node, service.owners().defaults()).join();
  }

  private static Query after(ChangeId id) {
    return new Query(List.of(id), List.of(), null, null, Set.of());
  }

  private static Page changes(AsyncPubSub service, String node, Query query) {
    return changes(service, node, query, new Extent(100, 1_000_000, false));
  }

  private static Page changes(AsyncPubSub service, String node, Query query, Extent extent) {
    return service.archive().changes(Actor.APPLICATION, node, query, extent).join();
  }

  private static void assertUnknown(AsyncPubSub service, String node, ChangeId id) {
    assertThatThrownBy(() -> changes(service, node, after(id)))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            PubSubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.VERSION_NOT_FOUND));
  }

  @Test
  void aNodeThatIsNotThereIsNotFoundAlsoForTheApplication() {
    AsyncPubSub service = service(RetentionLimits.DEFAULT);

    assertThatThrownBy(() -> changes(service, "/none", Query.ALL))
        .cause()
        .isInstanceOfSatisfying(
            PubSubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NODE_NOT_FOUND));
    assertThatThrownBy(() -> service.archive().range(Actor.APPLICATION, "/none").join())
        .cause()
        .isInstanceOfSatisfying(
            PubSubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NODE_NOT_FOUND));
  }

  @Test
  void anIdThatIsTooOldIsToldApartFromOneThatIsCurrent() {
    AsyncPubSub service = service(new RetentionLimits(3, DAY, 1_000_000, 10_000, 10_000_000));
    create(service, "/n");
    List<ChangeId> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ids.add(publish(service, "/n", "i" + i, ""));
    }

    assertUnknown(service, "/n", ids.get(1));
    // The last that was dropped: all after it is known.
    Page page = changes(service, "/n", after(ids.get(2)));
    assertThat(page.changes()).extracting(ArchiveUseCases.Told::id).isEqualTo(ids.subList(3, 6));
    assertThat(page.complete()).isTrue();
    Page current = changes(service, "/n", after(ids.get(5)));
    assertThat(current.changes()).isEmpty();
    assertThat(current.complete()).isTrue();
    assertUnknown(service, "/n", new ChangeId(ids.get(5).incarnation(), 1_000));
    assertUnknown(service, "/n", new ChangeId("other", ids.get(5).version()));
  }

  @Test
  void aNodeKeepsSoManyBytesOfChanges() {
    AsyncPubSub service = service(new RetentionLimits(1_000, DAY, 1_000, 10_000, 10_000_000));
    create(service, "/n");
    ChangeId first = publish(service, "/n", "1", "x".repeat(400));
    publish(service, "/n", "2", "x".repeat(400));
    assertThat(changes(service, "/n", after(first)).changes()).hasSize(1);
    publish(service, "/n", "3", "x".repeat(400));

    assertThat(changes(service, "/n", Query.ALL).changes()).hasSize(1);
    assertUnknown(service, "/n", first);
  }

  @Test
  void whatIsTooOldGoesWithoutAnyChange() {
    AsyncPubSub roomy = service(ROOMY);
    create(roomy, "/n");
    ChangeId first = publish(roomy, "/n", "1", "");
    ChangeId second = publish(roomy, "/n", "2", "");

    // What was just now is too old already.
    AsyncPubSub strict =
        service(new RetentionLimits(1_000, Duration.ZERO, 1_000_000, 10_000, 10_000_000));
    assertUnknown(strict, "/n", first);
    assertThat(changes(strict, "/n", after(second)).changes()).isEmpty();
    create(strict, "/other");
    strict.sweep();
    assertThat(store.begin("/other").changes(0, 10)).isEmpty();
  }

  @Test
  void theServiceKeepsSoManyChangesAndBytesOfAllNodes() {
    RetentionLimits limits = new RetentionLimits(1_000, DAY, 1_000_000, 1_000, 2_000);
    AsyncPubSub service = service(limits);
    create(service, "/a");
    create(service, "/b");
    publish(service, "/a", "1", "x".repeat(1_000));
    ChangeId last = publish(service, "/b", "1", "x".repeat(1_000));

    assertThat(changes(service, "/b", Query.ALL).changes()).isEmpty();
    assertThat(changes(service, "/b", after(last)).complete()).isTrue();
    assertThat(changes(service, "/a", Query.ALL).changes()).hasSize(1);

    // What a node had is free when it is gone.
    service.owners().delete(Actor.APPLICATION, "/a", null).join();
    publish(service, "/b", "2", "x".repeat(1_000));
    assertThat(changes(service, "/b", Query.ALL).changes()).hasSize(1);
    assertThat(store.isLogNearlyFull(limits)).isFalse();
  }

  @Test
  void whenTheServiceIsNearlyFullAllNodesGive() {
    AsyncPubSub service = service(new RetentionLimits(1_000, DAY, 1_000_000, 16, 1_000_000));
    create(service, "/a");
    create(service, "/b");
    for (int i = 0; i < 7; i++) {
      publish(service, "/a", "i" + i, "");
      publish(service, "/b", "i" + i, "");
    }
    service.sweep();
    assertThat(changes(service, "/a", Query.ALL).changes()).hasSize(4);
    assertThat(changes(service, "/b", Query.ALL).changes()).hasSize(4);
    // Not at the next time, since there is room.
    service.sweep();
    assertThat(changes(service, "/a", Query.ALL).changes()).hasSize(4);
  }

  @Test
  void aPageHasSoManyBytesButAtLeastOneChange() {
    AsyncPubSub service = service(ROOMY);
    create(service, "/n");
    for (int i = 0; i < 3; i++) {
      publish(service, "/n", "i" + i, "x".repeat(1_000));
    }
    Page one = changes(service, "/n", Query.ALL, new Extent(100, 10, false));
    assertThat(one.changes()).hasSize(1);
    assertThat(one.complete()).isFalse();
    assertThat(changes(service, "/n", Query.ALL, new Extent(100, 2_500, true)).changes())
        .hasSize(2);
  }

  @Test
  void whatNobodyWasToldIsLeftOutAndTakesNoPlaceOnAPage() {
    AsyncPubSub service = service(ROOMY);
    create(service, "/n");
    ChangeId first = publish(service, "/n", "1", "");
    for (int i = 0; i < 300; i++) {
      service
          .affiliations()
          .change(
              Actor.APPLICATION,
              "/n",
              List.of(
                  new AffiliationUseCases.AffiliationChange(
                      Jid.parse("romeo@localhost"),
                      i % 2 == 0 ? Affiliation.MEMBER : Affiliation.NONE)))
          .join();
    }
    service.publishers().retract(Actor.APPLICATION, "/n", "1", false).join();
    ChangeId second = publish(service, "/n", "2", "");

    Page page = changes(service, "/n", after(first), new Extent(1, 1_000, false));
    assertThat(page.changes()).extracting(ArchiveUseCases.Told::id).containsExactly(second);
    assertThat(page.complete()).isTrue();
  }

  @Test
  void notificationsAndTheArchiveNameAChangeAlike() {
    AsyncPubSub service = service(ROOMY);
    create(service, "/n");
    Jid jid = Jid.parse("romeo@localhost");
    service.subscribers().subscribe(Actor.APPLICATION, "/n", jid, OptionValues.INITIAL).join();
    publish(service, "/n", "1", "");
    service.publishers().retract(Actor.APPLICATION, "/n", "1", true).join();
    service.owners().purge(Actor.APPLICATION, "/n").join();
    Node node = service.entities().metadata(Actor.APPLICATION, "/n").join().node();

    List<ChangeId> live = told.stream().map(event -> event.id().orElseThrow()).toList();
    assertThat(live).hasSize(3).doesNotHaveDuplicates().endsWith(ChangeId.of(node));
    assertThat(changes(service, "/n", Query.ALL).changes())
        .extracting(ArchiveUseCases.Told::id)
        .isEqualTo(live);
  }

  @Test
  void aConfigurationThatShutsSomebodyOutKeepsItsId() {
    AsyncPubSub service = service(ROOMY);
    create(service, "/n");
    for (String name : List.of("romeo@localhost", "juliet@localhost/balcony")) {
      service
          .subscribers()
          .subscribe(Actor.APPLICATION, "/n", Jid.parse(name), OptionValues.INITIAL)
          .join();
    }
    service
        .affiliations()
        .change(
            Actor.APPLICATION,
            "/n",
            List.of(
                new AffiliationUseCases.AffiliationChange(
                    Jid.parse("juliet@localhost"), Affiliation.MEMBER)))
        .join();
    service
        .owners()
        .configure(
            Actor.APPLICATION,
            "/n",
            Map.of(
                "pubsub#notify_config", List.of("1"),
                "pubsub#access_model", List.of("whitelist")))
        .join();

    // Romeo's subscription is removed by the same request, which is one more change.
    assertThat(told).hasSize(1);
    assertThat(changes(service, "/n", Query.ALL).changes())
        .extracting(ArchiveUseCases.Told::id)
        .containsExactly(told.get(0).id().orElseThrow());
  }

  /** A transaction of a store that says nothing about trimming. */
  private NodeTransaction plain(NodeTransaction transaction) {
    return (NodeTransaction)
        Proxy.newProxyInstance(
            NodeTransaction.class.getClassLoader(),
            new Class<?>[] {NodeTransaction.class},
            (proxy, method, arguments) ->
                method.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : method.invoke(transaction, arguments));
  }

  @Test
  void aStoreWithoutTrimmingOfItsOwnHasTheSameLimits() {
    AsyncPubSub service = service(ROOMY);
    create(service, "/n");
    for (int i = 0; i < 4 * NodeTransaction.TRIM_EVERY - 1; i++) {
      publish(service, "/n", "1", "x".repeat(99));
    }
    NodeTransaction plain = plain(store.begin("/n"));
    Instant now = Instant.now();

    plain.trim(new RetentionLimits(100, DAY, 1_000_000, 0, 0), now);
    assertThat(plain.changes(0, 1_000)).hasSize(100);
    plain.sweep(new RetentionLimits(50, DAY, 1_000_000, 0, 0), now);
    assertThat(plain.changes(0, 1_000)).hasSize(50);
    plain.sweep(new RetentionLimits(50, DAY, 999, 0, 0), now);
    assertThat(plain.changes(0, 1_000)).hasSize(4);
    plain.sweep(new RetentionLimits(50, DAY, 999, 0, 0), now.plus(DAY).plusSeconds(60));
    assertThat(plain.changes(0, 1_000)).isEmpty();
    assertThat(plain.completeAfter()).isEqualTo(4L * NodeTransaction.TRIM_EVERY);
  }
}
