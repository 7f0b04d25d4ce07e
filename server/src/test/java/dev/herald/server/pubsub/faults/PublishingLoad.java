package dev.herald.server.pubsub.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.server.pubsub.store.RetentionLimits;
import dev.herald.xmpp.Jid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Publishers that go on whatever happens to the store, each with one request at a time, and what
 * must hold afterwards: what was acknowledged is there, the subscribers were told each change that
 * is stored, once and in order, and nothing else, and no answer took long.
 */
public final class PublishingLoad implements AutoCloseable {

  /** How often a fault is repeated: the property {@code herald.fault.rounds}. */
  public static final int ROUNDS = Integer.getInteger("herald.fault.rounds", 3);

  private static final List<String> NODES = List.of("/a", "/b", "/c");
  private static final int PUBLISHERS = 6;

  /** As many as {@code XmppServer} has. */
  private static final int STORING = 4;

  /** A statement may take 30 seconds, and its connection 15 more. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final NodeStore store;
  private final ExecutorService storing = Executors.newFixedThreadPool(STORING);
  private final ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS);
  private final ToldChanges told = new ToldChanges();
  private final AsyncPubSub service;
  private final String payload;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<Reason, AtomicInteger> refusals = new ConcurrentHashMap<>();
  private final Set<Throwable> surprises = ConcurrentHashMap.newKeySet();
  private final AtomicLong longest = new AtomicLong();
  private volatile boolean ended;

  /**
   * Begins to publish.
   *
   * @param payloadLength in characters
   */
  public PublishingLoad(NodeStore store, int payloadLength) {
    this.store = store;
    this.payload = "<x xmlns='x'>" + "x".repeat(payloadLength) + "</x>";
    RetentionLimits all =
        new RetentionLimits(1_000_000, Duration.ofDays(1), 1L << 30, 1_000_000, 1L << 30);
    this.service =
        new AsyncPubSub(
            store,
            ClientRights.READ_ONLY,
            new PubSubLimits(1_000_000, 1_000, 1_000, 1_000, all),
            told,
            storing);
    Jid subscriber = Jid.parse("juliet@localhost/balcony");
    for (String node : NODES) {
      service.owners().create(Actor.APPLICATION, node, service.owners().defaults()).join();
      service
          .subscribers()
          .subscribe(new Actor.Client(subscriber), node, subscriber, OptionValues.INITIAL)
          .join();
    }
    for (int i = 0; i < PUBLISHERS; i++) {
      String name = "p" + i;
      publishers.execute(() -> publish(name));
    }
  }

  private void publish(String publisher) {
    for (int i = 0; !ended; i++) {
      String node = NODES.get(i % NODES.size());
      String id = publisher + "-" + i;
      if (isDone(node + " +" + id, publishing(node, id)) && i % 4 == 0) {
        boolean unused =
            isDone(
                node + " -" + id, service.publishers().retract(Actor.APPLICATION, node, id, true));
      }
    }
  }

  private CompletableFuture<String> publishing(String node, String id) {
    return service.publishers().publish(Actor.APPLICATION, node, id, payload);
  }

  private boolean isDone(String what, CompletableFuture<?> answer) {
    long start = System.nanoTime();
    try {
      answer.join();
      acknowledged.add(what);
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof PubSubException refusal) {
        refusals.computeIfAbsent(refusal.reason(), r -> new AtomicInteger()).incrementAndGet();
      } else {
        surprises.add(e.getCause());
      }
      // A publisher that fails does not try again at once.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      return false;
    } finally {
      longest.accumulateAndGet(System.nanoTime() - start, Math::max);
    }
  }

  public int acknowledged() {
    return acknowledged.size();
  }

  /** How many requests the store has failed. */
  public int failed() {
    AtomicInteger count = refusals.get(Reason.STORE_FAILED);
    return count == null ? 0 : count.get();
  }

  /** Waits for so many more. */
  public void awaitAcknowledged(int more) {
    int wanted = acknowledged() + more;
    await("acknowledged requests", () -> acknowledged() >= wanted);
  }

  public void awaitFailed(int more) {
    int wanted = failed() + more;
    await("failed requests", () -> failed() >= wanted);
  }

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("No more " + what + " within " + PATIENCE + ": " + this);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Ends the publishers, of a store that works again, and looks at all that has come of it. */
  public void endAndCheck() throws InterruptedException {
    ended = true;
    publishers.shutdown();
    assertThat(publishers.awaitTermination(LONGEST.toSeconds(), TimeUnit.SECONDS))
        .as("all requests are answered")
        .isTrue();
    // What was stored and not acknowledged is told with the node's next change.
    NODES.forEach(node -> assertThat(isDone(node + " +last", publishing(node, "last"))).isTrue());
    assertThat(surprises).isEmpty();
    assertThat(Duration.ofNanos(longest.get())).isLessThan(LONGEST);
    assertThat(refusals.keySet()).isSubsetOf(Reason.STORE_FAILED);
    check(store);
  }

  /** Looks at what the store has, or another one of the same database. */
  public void check(NodeStore of) {
    NODES.forEach(node -> check(of, node));
  }

  /** What was acknowledged is in the store, and what is in its log was told. */
  private void check(NodeStore of, String node) {
    List<String> stored = new ArrayList<>();
    Set<String> done = new HashSet<>();
    Set<String> items = new HashSet<>();
    try (NodeTransaction transaction = of.begin(node)) {
      long version = 0;
      for (Change change : transaction.changes(0, Integer.MAX_VALUE)) {
        assertThat(change.version()).as("version at " + node).isEqualTo(++version);
        if (change.itemId() != null) {
          String what = (change.kind() == Change.Kind.RETRACTED ? "-" : "+") + change.itemId();
          stored.add(version + " " + what);
          done.add(node + " " + what);
        }
      }
      transaction
          .items(0, Long.MAX_VALUE, Integer.MAX_VALUE, false)
          .forEach(item -> items.add(item.id()));
    }
    assertThat(told.at(node)).as("told at " + node).isEqualTo(stored);
    for (String what : acknowledged) {
      if (what.startsWith(node + " ")) {
        assertThat(done).contains(what);
        String id = what.substring(node.length() + 2);
        boolean retracted = done.contains(node + " -" + id);
        assertThat(items.contains(id)).as(what + " is there").isEqualTo(!retracted);
      }
    }
  }

  @Override
  public void close() {
    ended = true;
    publishers.shutdownNow();
    storing.shutdown();
  }

  @Override
  public String toString() {
    return "%d acknowledged, refused %s, the longest took %d ms"
        .formatted(acknowledged(), refusals, Duration.ofNanos(longest.get()).toMillis());
  }
}
