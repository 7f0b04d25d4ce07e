package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.EventSink;
import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.xmpp.Jid;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A process that publishes and retracts until it is killed, and says of each request when it was
 * acknowledged, and what a subscriber is told: in the words of {@link Said}.
 */
final class CrashingPublisher {

  static final List<String> NODES = List.of("/n0", "/n1", "/n2");

  private static final int OUTSTANDING = 16;

  private CrashingPublisher() {}

  /** Arguments: the database's URL, a seed, and a name for the ids. */
  public static void main(String[] args) throws InterruptedException {
    NodeStore store = Databases.open(args[0]).store();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    AsyncPubSub service =
        new AsyncPubSub(
            store, ClientRights.READ_ONLY, PubSubLimits.DEFAULT, new Subscriber(), threads);
    Jid subscriber = Jid.parse("juliet@localhost/balcony");
    for (String node : NODES) {
      service.owners().createOrConfigure(node, service.owners().defaults()).join();
      service
          .subscribers()
          .subscribe(new Actor.Client(subscriber), node, subscriber, OptionValues.INITIAL)
          .join();
    }
    Random random = new Random(Long.parseLong(args[1]));
    Semaphore free = new Semaphore(OUTSTANDING);
    for (int i = 0; ; i++) {
      free.acquire();
      String node = NODES.get(random.nextInt(NODES.size()));
      String id = args[2] + "-" + i;
      boolean retracts = random.nextInt(4) == 0;
      CompletableFuture<?> unused =
          service
              .publishers()
              .publish(Actor.APPLICATION, node, id, "<x xmlns='x'>" + i + "</x>")
              .thenAccept(done -> say(Said.done(node, false, id)))
              .thenCompose(
                  done ->
                      retracts
                          ? service
                              .publishers()
                              .retract(Actor.APPLICATION, node, id, true)
                              .thenAccept(gone -> say(Said.done(node, true, id)))
                          : CompletableFuture.<Void>completedFuture(null))
              .whenComplete((done, failure) -> free.release());
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static final class Subscriber implements EventSink {

    @Override
    public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
      String node = event.node().name();
      long version = event.node().version();
      if (event instanceof NodeEvent.Published published) {
        say(Said.told(node, false, published.item().id(), version));
      } else if (event instanceof NodeEvent.Retracted retracted) {
        say(Said.told(node, true, retracted.itemId(), version));
      }
    }

    @Override
    public void tell(NodeEvent event, Collection<Jid> jids) {}
  }
}
