package dev.herald.server.pubsub;

import dev.herald.server.pubsub.OthersChanges.News;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.server.pubsub.store.RetentionLimits;
import dev.herald.server.pubsub.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All requests of one node, one after the other; what waits shares a transaction. Whoever finds the
 * lane idle runs it, or has it run where waiting for a disk disturbs nobody.
 */
final class NodeLane {

  private static final Logger log = LoggerFactory.getLogger(NodeLane.class);

  /** How many requests share a transaction. */
  private static final int BATCH = 100;

  /** How many may wait for one node. */
  private static final int MOST_WAITING = 10_000;

  private static final Duration LONGEST_UNSWEPT = Duration.ofHours(1);

  private static final int CLOSED = Integer.MIN_VALUE / 2;

  private final String name;
  private final NodeStore store;
  private final SessionSubscriptions index;
  private final EventSink sink;
  private final RetentionLimits retention;
  private final CollectionEvents collections;
  private final OthersChanges others;
  // What others do after it is told here.
  private final NodeStore.Heard heard;
  private final Queue<NodeRequest<?>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  // Used by whoever runs the lane.
  private @Nullable NodeState state;
  private @Nullable Node seen;
  // What is at hand may be half of what was undone.
  private boolean stale;
  private Phase phase = Phase.BEGINNING;

  // Whether something leaves the node by itself.
  private volatile boolean expires;

  // Whether its log has grown since it was looked through, and when that was.
  private volatile boolean grown;
  private volatile long sweptAt = System.nanoTime();

  NodeLane(
      String name,
      NodeStore store,
      SessionSubscriptions index,
      EventSink sink,
      RetentionLimits retention,
      CollectionEvents collections) {
    this.name = name;
    this.store = store;
    this.index = index;
    this.sink = sink;
    this.retention = retention;
    this.collections = collections;
    this.heard = store.heard();
    this.others = new OthersChanges(sink, index, collections);
  }

  String name() {
    return name;
  }

  /** What has become of a request that was to wait here. */
  enum Admission {
    /** The lane is idle: run it. */
    RUN,
    /** Whoever runs it will find the request. */
    WAIT,
    /** The lane is no more; another one of its name takes the request. */
    CLOSED
  }

  Admission admit(NodeRequest<?> request) {
    int before = pending.get();
    if (before > MOST_WAITING) {
      request.fail(
          new PubSubException(
              Reason.BUSY, "Too many requests wait for the node '" + name + "'; try later"));
      return Admission.WAIT;
    }
    if (before < 0) {
      return Admission.CLOSED;
    }
    // Counted first: whoever runs the lane must never find more than it counts.
    before = pending.getAndIncrement();
    if (before < 0) {
      return Admission.CLOSED;
    }
    waiting.add(request);
    return before == 0 ? Admission.RUN : Admission.WAIT;
  }

  /** Refuses what waits, since nobody can run the lane now. */
  void refuse(PubSubException why) {
    int done = 0;
    while (true) {
      NodeRequest<?> next = waiting.poll();
      if (next != null) {
        next.fail(why);
        done++;
      } else {
        int left = pending.addAndGet(-done);
        done = 0;
        if (left == 0) {
          return;
        }
        Thread.onSpinWait();
      }
    }
  }

  /** Runs what waits; true when the lane has closed itself, since there is no such node. */
  boolean run() {
    int done = 0;
    while (true) {
      List<NodeRequest<?>> batch = new ArrayList<>(1);
      NodeRequest<?> next;
      while (batch.size() < BATCH && (next = waiting.poll()) != null) {
        batch.add(next);
      }
      if (!batch.isEmpty()) {
        runAll(batch, false);
        // All but one: whoever comes meanwhile must find the lane running, and what is done must
        // not count as waiting at a node that is never idle.
        pending.addAndGet(1 - done - batch.size());
        done = 1;
      } else if (seen == null && pending.compareAndSet(done, CLOSED)) {
        return true;
      } else {
        int left = pending.addAndGet(-done);
        done = 0;
        if (left == 0) {
          return false;
        }
        // Another one is counted, and about to be added.
        Thread.onSpinWait();
      }
    }
  }

  /** Whether the node has items or subscriptions that end by themselves. */
  boolean expires() {
    return expires;
  }

  /** Whether its log is to be looked through: what has not grown only gets older. */
  boolean wantsSweep() {
    return grown || System.nanoTime() - sweptAt > LONGEST_UNSWEPT.toNanos();
  }

  void swept() {
    sweptAt = System.nanoTime();
    grown = false;
  }

  /** How far a transaction has come, and so whether it is known to be undone when it fails. */
  private enum Phase {
    BEGINNING,
    WORKING,
    COMMITTING,
    ANSWERING
  }

  /** Whether the store could be asked at all. */
  private boolean runAll(List<NodeRequest<?>> batch, boolean retried) {
    try {
      transact(batch);
      return true;
    } catch (RuntimeException | Error e) {
      // Also of too little memory or stack: nobody else would answer, and the lane would stand.
      stale = true;
      boolean reached = phase != Phase.BEGINNING;
      boolean conflict = e instanceof StoreException failure && failure.isConflict();
      boolean undone = phase == Phase.WORKING || conflict;
      if (undone && (batch.size() > 1 || (conflict && !retried))) {
        oneByOne(batch);
      } else {
        log(e);
        PubSubException why = failure(e);
        batch.forEach(request -> request.fail(why));
      }
      return reached;
    }
  }

  /** One of them may be at fault, and the others must not pay for it. */
  private void oneByOne(List<NodeRequest<?>> batch) {
    boolean reached = true;
    for (NodeRequest<?> request : batch) {
      if (reached) {
        reached = runAll(List.of(request), batch.size() == 1);
      } else {
        // Each would wait as long for a store that is away.
        request.fail(unstored());
      }
    }
  }

  private void log(Throwable e) {
    if (e instanceof StoreException) {
      log.warn("Requests of the node '{}' could not be done: {}", name, e.getMessage());
      log.debug("The failure at the node '{}'", name, e);
    } else {
      log.error("Requests of the node '{}' could not be done", name, e);
    }
  }

  private PubSubException failure(Throwable e) {
    if (e instanceof StoreException && phase.compareTo(Phase.COMMITTING) >= 0) {
      return new PubSubException(
          Reason.STORE_FAILED,
          "It is not known whether the change of '"
              + name
              + "' was stored: look before another try");
    }
    return e instanceof StoreException
        ? unstored()
        : new PubSubException(Reason.STORE_FAILED, "The service failed; its log says why");
  }

  private PubSubException unstored() {
    return new PubSubException(
        Reason.STORE_FAILED, "The node '" + name + "' cannot be stored at the moment; try later");
  }

  private void transact(List<NodeRequest<?>> batch) {
    List<Runnable> events;
    NodeState after;
    Node found;
    Node left;
    phase = Phase.BEGINNING;
    try (NodeTransaction transaction = store.begin(name)) {
      phase = Phase.WORKING;
      found = transaction.node();
      NodeState before = refresh(transaction);
      NodeWork work = new NodeWork(name, transaction, before, index, sink, retention, collections);
      try {
        work.expire();
        batch.forEach(request -> request.run(work));
        phase = Phase.COMMITTING;
        transaction.commit();
        phase = Phase.ANSWERING;
      } catch (RuntimeException | Error e) {
        work.undo();
        throw e;
      }
      events = work.afterCommit();
      after = work.stateOrNull();
      left = transaction.node();
    }
    grown |= left != null && (found == null || found.version() != left.version());
    state = after;
    seen = left;
    expires =
        after != null
            && left != null
            && (after.hasLeases() || left.configuration().get(NodeOptions.ITEM_EXPIRE) > 0);
    events.forEach(event -> tell(name, event));
    batch.forEach(NodeRequest::answer);
  }

  /** Catches up with what other processes have changed. */
  private @Nullable NodeState refresh(NodeTransaction transaction) {
    Node node = transaction.node();
    if (seen != null && (node == null || !node.incarnation().equals(seen.incarnation()))) {
      if (state != null) {
        others.deleted(seen, state, node == null ? transaction.movedTo() : null);
      }
      seen = null;
      state = null;
    }
    if (node == null) {
      return null;
    }
    NodeState at = state;
    Node known = seen;
    if (at == null || known == null) {
      News news = OthersChanges.since(transaction.heardUpTo(heard), node, transaction);
      return told(news, node, null, new NodeState(transaction, List.of()));
    }
    if (node.version() == known.version() && !stale) {
      return at;
    }
    News news = OthersChanges.since(known.version(), node, transaction);
    NodeState now = stale || news.ofPeople() ? new NodeState(transaction, at.ofSessions()) : at;
    return told(news, node, stale ? null : at, now);
  }

  /** All has been read, and is told once, even if what follows is undone. */
  private NodeState told(News news, Node node, @Nullable NodeState before, NodeState now) {
    stale = false;
    state = now;
    seen = node;
    others.tell(news, node, before, now);
    return now;
  }

  /** Tells something; a sink must not throw, and if it does, the rest goes on. */
  static void tell(String node, Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      log.error("An event of the node '{}' could not be delivered", node, e);
    }
  }
}
