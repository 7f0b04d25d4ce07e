package dev.herald.benchmarks.scale;

import dev.herald.benchmarks.Stanzas;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.EventSink;
import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.SubscriptionUseCases.SubscriptionChange;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.PublishModel;
import dev.herald.server.pubsub.node.SendLastItem;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes: each has ten items and ten subscriptions of bare JIDs; each JID is subscribed to a
 * hundred nodes, one after the other.
 */
final class Population {

  static final int OF_NODE = 10;
  static final int NODES_OF_JID = 100;

  /** Each publish beyond them lets the oldest leave. */
  private static final NodeConfiguration CONFIGURATION =
      NodeConfiguration.INITIAL
          .with(NodeOptions.MAX_ITEMS, OF_NODE)
          .with(NodeOptions.PUBLISH_MODEL, PublishModel.OPEN)
          .with(NodeOptions.SEND_LAST_PUBLISHED_ITEM, SendLastItem.ON_SUB_AND_PRESENCE);

  private static final int WRITERS = 4;
  private static final int NODES_AT_ONCE = 200;

  private Population() {}

  static String node(int number) {
    return "/scale/Entity-%07d".formatted(number);
  }

  /** The accounts' names are u0, u1 and so on. */
  static String account(int number) {
    return "u" + number;
  }

  private static List<SubscriptionChange> subscribers(int node) {
    int first = node / NODES_OF_JID * OF_NODE;
    return IntStream.range(first, first + OF_NODE)
        .mapToObj(account -> Jid.parse(account(account) + "@localhost"))
        .map(jid -> new SubscriptionChange(jid, null, SubscriptionState.SUBSCRIBED))
        .toList();
  }

  /** Adds the nodes from one number to before another, several at once. */
  static void add(NodeStore store, int from, int to) {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      AsyncPubSub service =
          new AsyncPubSub(
              store,
              new ClientRights(true, List.of()),
              PubSubLimits.DEFAULT,
              Nobody.INSTANCE,
              writers);
      Semaphore free = new Semaphore(NODES_AT_ONCE);
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      for (int node = from; node < to && failure.get() == null; node++) {
        free.acquireUninterruptibly();
        CompletableFuture<?> unused =
            add(service, node)
                .whenComplete(
                    (done, failed) -> {
                      failure.compareAndSet(null, failed);
                      free.release();
                    });
      }
      free.acquireUninterruptibly(NODES_AT_ONCE);
      Throwable failed = failure.get();
      if (failed != null) {
        throw new IllegalStateException("The nodes could not be made: " + failed, failed);
      }
    } finally {
      writers.shutdown();
    }
  }

  /** All requests wait for the node together, and so share a transaction. */
  private static CompletableFuture<Void> add(AsyncPubSub service, int node) {
    String name = node(node);
    List<CompletableFuture<?>> requests = new ArrayList<>();
    requests.add(service.owners().createOrConfigure(name, CONFIGURATION));
    requests.add(service.subscriptions().change(Actor.APPLICATION, name, subscribers(node)));
    for (int item = 0; item < OF_NODE; item++) {
      String id = "item-" + item;
      requests.add(service.publishers().publish(Actor.APPLICATION, name, id, Stanzas.ENTRY));
    }
    return CompletableFuture.allOf(requests.toArray(CompletableFuture[]::new));
  }

  /** Nobody is online. */
  private enum Nobody implements EventSink {
    INSTANCE;

    @Override
    public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {}

    @Override
    public void tell(NodeEvent event, Collection<Jid> bareJids) {}
  }
}
