package dev.herald.server.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.xmpp.Jid;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sessions that vanish leave nothing behind. {@code -Dherald.cycles=1000000} makes it as long as
 * one likes.
 */
@Timeout(600)
class VanishingSubscribersTest {

  private static final int CYCLES = Integer.getInteger("herald.cycles", 10_000);
  private static final int ACCOUNTS = 100;

  private final MemoryNodeStore store = new MemoryNodeStore();
  private final AsyncPubSub service =
      new AsyncPubSub(
          store, ClientRights.READ_ONLY, PubSubLimits.DEFAULT, new Nobody(), Runnable::run);

  @Test
  void nothingIsLeftOfThoseWhoVanish_12_5() {
    service.owners().create(Actor.APPLICATION, "/a", NodeConfiguration.INITIAL).join();
    service
        .owners()
        .create(Actor.APPLICATION, "/b", NodeConfiguration.INITIAL.with(NodeOptions.TEMPSUB, true))
        .join();
    for (int i = 0; i < CYCLES; i++) {
      Jid jid = Jid.parse("u" + i % ACCOUNTS + "@localhost/r" + i);
      subscribe(jid, "/a", jid);
      subscribe(jid, "/b", jid);
      subscribe(jid, "/b", jid.bare());
      // A subscription to what is not there leaves no lane.
      assertThat(
              service
                  .subscribers()
                  .subscribe(new Actor.Client(jid), "/none" + i, jid, OptionValues.INITIAL))
          .isCompletedExceptionally();
      service.departures().gone(jid, true);
    }
    assertThat(service.hasNoSessions()).isTrue();
    assertThat(service.lanes()).isEqualTo(2);
    for (String node : new String[] {"/a", "/b"}) {
      assertThat(service.subscriptions().list(Actor.APPLICATION, node).join()).isEmpty();
    }
    for (int i = 0; i < ACCOUNTS; i++) {
      assertThat(store.subscriptions(Jid.parse("u" + i + "@localhost"))).isEmpty();
    }
    System.out.printf("VanishingSubscribersTest: %d cycles, nothing left%n", CYCLES);
  }

  private void subscribe(Jid client, String node, Jid jid) {
    service
        .subscribers()
        .subscribe(new Actor.Client(client), node, jid, OptionValues.INITIAL)
        .join();
  }

  private static final class Nobody implements EventSink {

    @Override
    public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
      // Nobody is told.
    }

    @Override
    public void tell(NodeEvent event, Collection<Jid> bareJids) {
      // Nobody is told.
    }
  }
}
