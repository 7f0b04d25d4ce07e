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
import dev.herald.server.pubsub.store.RetentionLimits;
import dev.herald.server.rsm.PageRequest;
import dev.herald.xmpp.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One of several processes on one database: it publishes, retracts and purges at random until
 * somebody writes to it, and says what its subscribers are told. Lines: {@code ready}, then {@code
 * at NODE VERSION} for where its session's subscription begins, {@code told JID NODE VERSION KIND
 * MILLIS} where the last is since the publication, and {@code quiet} when it publishes no more.
 */
final class SharingProcess {

  static final String NODE = "/n";
  static final String KEPT = "/kept";
  static final Jid BARE = Jid.parse("romeo@verona");

  private static final int OUTSTANDING = 4;
  private static final long POLL_MILLIS = 100;

  /** The log keeps all, so that it can be compared in the end. */
  static final PubSubLimits LIMITS =
      new PubSubLimits(
          20,
          100,
          100,
          100,
          new RetentionLimits(10_000_000, Duration.ofDays(1), 1L << 32, 10_000_000, 1L << 32));

  private SharingProcess() {}

  /** Arguments: the database's URL, a seed, a name, and how many nodes there are of each kind. */
  public static void main(String[] args) throws Exception {
    NodeStore store = Databases.open(args[0]).store();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    AsyncPubSub service =
        new AsyncPubSub(store, ClientRights.READ_ONLY, LIMITS, new Saying(), threads);
    say("ready");
    ScheduledFuture<?> polling =
        Executors.newSingleThreadScheduledExecutor()
            .scheduleWithFixedDelay(service::poll, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    Jid session = Jid.parse("juliet@verona/" + args[2]);
    int nodes = Integer.parseInt(args[3]);
    for (int i = 0; i < nodes; i++) {
      String node = NODE + i;
      service
          .subscribers()
          .subscribeAt(new Actor.Client(session), node, session, OptionValues.INITIAL)
          .thenAccept(made -> say("at " + node + " " + made.node().version()))
          .join();
    }
    publish(service, new Random(Long.parseLong(args[1])), args[2], nodes);
    say("quiet");
    // It goes on telling until it is ended.
    polling.get();
  }

  private static void publish(AsyncPubSub service, Random random, String name, int nodes)
      throws Exception {
    Semaphore free = new Semaphore(OUTSTANDING);
    for (int i = 0; System.in.available() == 0; i++) {
      free.acquire();
      // Nodes with kept subscribers are seldom used, so that many processes do not know them.
      String node = (random.nextInt(20) == 0 ? KEPT : NODE) + random.nextInt(nodes);
      String id = "i" + random.nextInt(30);
      CompletableFuture<?> request =
          switch (random.nextInt(10)) {
            case 0 -> service.publishers().retract(Actor.APPLICATION, node, id, true);
            case 1 ->
                random.nextInt(10) == 0
                    ? service.owners().purge(Actor.APPLICATION, node)
                    : service.items().page(Actor.APPLICATION, node, null, PageRequest.last(5));
            default ->
                service
                    .publishers()
                    .publish(Actor.APPLICATION, node, id, "<x xmlns='x'>" + name + i + "</x>");
          };
      CompletableFuture<?> unused = request.whenComplete((done, failure) -> free.release());
    }
    free.acquire(OUTSTANDING);
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static final class Saying implements EventSink {
    @Override
    public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
      long age =
          event instanceof NodeEvent.Published published
              ? Duration.between(published.item().published(), Instant.now()).toMillis()
              : 0;
      for (Subscription subscription : subscriptions) {
        say(
            "told %s %s %d %s %d"
                .formatted(
                    subscription.jid(),
                    event.node().name(),
                    event.node().version(),
                    event.getClass().getSimpleName(),
                    age));
      }
    }

    @Override
    public void tell(NodeEvent event, Collection<Jid> bareJids) {}
  }
}
