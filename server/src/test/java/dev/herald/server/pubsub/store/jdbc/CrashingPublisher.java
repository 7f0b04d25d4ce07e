package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.EventSink;
import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.xmpp.Jid;
import java.util.Collection;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A process that publishes and retracts until it is killed, and says of each request when it was
 * acknowledged: {@code + node id} or {@code - node id}.
 */
final class CrashingPublisher {

  private static final int OUTSTANDING = 16;

  private CrashingPublisher() {}

  /** Arguments: the database's URL, a seed, and a name for the ids. */
  public static void main(String[] args) throws InterruptedException {
    NodeStore store = Databases.open(args[0]).store();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    AsyncPubSub service =
        new AsyncPubSub(
            store, ClientRights.READ_ONLY, PubSubLimits.DEFAULT, new NoSubscribers(), threads);
    Random random = new Random(Long.parseLong(args[1]));
    Semaphore free = new Semaphore(OUTSTANDING);
    for (int i = 0; ; i++) {
      free.acquire();
      String node = "/n" + random.nextInt(3);
      String id = args[2] + "-" + i;
      CompletableFuture<?> unused =
          service
              .publishers()
              .publish(Actor.APPLICATION, node, id, "<x xmlns='x'>" + i + "</x>")
              .thenAccept(done -> say("+ " + node + " " + id))
              .thenCompose(
                  done ->
                      random.nextInt(4) == 0
                          ? service
                              .publishers()
                              .retract(Actor.APPLICATION, node, id, true)
                              .thenAccept(gone -> say("- " + node + " " + id))
                          : CompletableFuture.<Void>completedFuture(null))
              .whenComplete((done, failure) -> free.release());
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static final class NoSubscribers implements EventSink {
    @Override
    public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {}

    @Override
    public void tell(NodeEvent event, Collection<Jid> jids) {}
  }
}
