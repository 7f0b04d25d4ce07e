package dev.herald.server.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.node.Expiry;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.xmpp.Jid;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** XEP-0060, sections 12.19 and 16.4.4: what expires leaves although nobody asks. */
class ExpiryTest {

  private static final Jid OWNER = Jid.parse("juliet@localhost/r");
  private static final Jid SUBSCRIBER = Jid.parse("romeo@localhost");

  private final List<NodeEvent> told = new CopyOnWriteArrayList<>();
  private final MemoryNodeStore store = new MemoryNodeStore();
  private final AsyncPubSub service =
      new AsyncPubSub(
          store,
          new ClientRights(true, List.of()),
          PubSubLimits.DEFAULT,
          new Told(),
          Runnable::run);

  @Test
  void aSweepEndsLeasesAndTellsOwnersWhoWantToKnow_12_14_and_12_19() {
    create(NodeConfiguration.INITIAL.with(NodeOptions.NOTIFY_SUB, true));
    Instant end = Instant.now().plusMillis(300);
    OptionValues leased =
        OptionValues.INITIAL.with(SubscriptionOptions.EXPIRE, new Expiry(end, false));
    service
        .subscribers()
        .subscribe(new Actor.Client(Jid.parse(SUBSCRIBER + "/r")), "/a", SUBSCRIBER, leased)
        .join();
    service.expire();
    assertThat(store.subscriptions(SUBSCRIBER)).hasSize(1);
    await(end);
    service.expire();
    assertThat(store.subscriptions(SUBSCRIBER)).isEmpty();
    assertThat(told.get(told.size() - 1))
        .isInstanceOfSatisfying(
            NodeEvent.SubscriptionChanged.class,
            changed ->
                assertThat(changed.subscription().state()).isEqualTo(SubscriptionState.NONE));
  }

  @Test
  void aSweepDeletesItemsWhoseTimeIsOver_16_4_4_item_expire() {
    create(NodeConfiguration.INITIAL.with(NodeOptions.ITEM_EXPIRE, 1));
    service.publishers().publish(new Actor.Client(OWNER), "/a", "1", "<x/>").join();
    service.expire();
    assertThat(kept()).isEqualTo(1);
    await(Instant.now().plusMillis(1_050));
    service.expire();
    assertThat(kept()).isZero();
  }

  private void create(NodeConfiguration configuration) {
    service.owners().create(new Actor.Client(OWNER), "/a", configuration).join();
  }

  private int kept() {
    try (NodeTransaction stored = store.begin("/a")) {
      return stored.itemCount();
    }
  }

  /** The clock is what is waited for. */
  private static void await(Instant time) {
    while (Instant.now().isBefore(time)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private final class Told implements EventSink {

    @Override
    public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
      told.add(event);
    }

    @Override
    public void tell(NodeEvent event, Collection<Jid> bareJids) {
      told.add(event);
    }
  }
}
