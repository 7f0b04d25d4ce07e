package dev.herald.server.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Several threads at one node, whose lane is run by whichever finds it idle. */
class ConcurrentPublishersTest {

  private static final int THREADS = 4;
  private static final int ITEMS = 25_000;

  private final List<Long> versions = Collections.synchronizedList(new ArrayList<>());

  @Test
  void eachItemIsToldOnceAndInOrderToWhoWasSubscribedBefore() throws Exception {
    AsyncPubSub service =
        new AsyncPubSub(
            new MemoryNodeStore(),
            ClientRights.READ_ONLY,
            PubSubLimits.DEFAULT,
            new Versions(),
            Runnable::run);
    subscribe(service);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < ITEMS; i++) {
                    service
                        .publishers()
                        .publish(Actor.APPLICATION, "/n", number + "-" + i % 50, "")
                        .join();
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(versions).hasSize(THREADS * ITEMS).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aNodeThatIsNeverIdleRefusesNothing() {
    AtomicReference<AsyncPubSub> service = new AtomicReference<>();
    List<CompletableFuture<String>> answers = new ArrayList<>();
    EventSink next =
        new EventSink() {
          @Override
          public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
            // While the lane still runs.
            if (answers.size() < 11_000) {
              answers.add(publish(service.get()));
            }
          }

          @Override
          public void tell(NodeEvent event, Collection<Jid> bareJids) {}
        };
    service.set(
        new AsyncPubSub(
            new MemoryNodeStore(),
            ClientRights.READ_ONLY,
            PubSubLimits.DEFAULT,
            next,
            Runnable::run));
    subscribe(service.get());
    publish(service.get()).join();
    assertThat(answers).hasSize(11_000).allMatch(answer -> !answer.isCompletedExceptionally());
  }

  private static void subscribe(AsyncPubSub service) {
    service.owners().create(Actor.APPLICATION, "/n", service.owners().defaults()).join();
    Jid reader = Jid.parse("romeo@verona/orchard");
    service
        .subscribers()
        .subscribe(new Actor.Client(reader), "/n", reader, OptionValues.INITIAL)
        .join();
  }

  private static CompletableFuture<String> publish(AsyncPubSub service) {
    return service.publishers().publish(Actor.APPLICATION, "/n", "1", "");
  }

  private final class Versions implements EventSink {
    @Override
    public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
      subscriptions.forEach(s -> versions.add(event.node().version()));
    }

    @Override
    public void tell(NodeEvent event, Collection<Jid> bareJids) {}
  }
}
