package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.RetentionLimits;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

/** A lane for each node that is in use. Thread-safe. */
final class NodeLanes {

  private final Map<String, NodeLane> lanes = new ConcurrentHashMap<>();
  private final NodeStore store;
  private final SessionSubscriptions index;
  private final EventSink sink;
  private final RetentionLimits retention;
  private final Executor executor;
  private final CollectionNodes collections;
  private final CollectionEvents events;
  private volatile boolean ended;
  private final AtomicBoolean sweeping = new AtomicBoolean();

  /**
   * Lanes of one service.
   *
   * @param retention how far change logs go back
   * @param executor where lanes run
   */
  NodeLanes(
      NodeStore store,
      SessionSubscriptions index,
      EventSink sink,
      RetentionLimits retention,
      Executor executor,
      Access access) {
    this.store = store;
    this.index = index;
    this.sink = sink;
    this.retention = retention;
    this.executor = executor;
    this.events = new CollectionEvents(this, access);
    this.collections = new CollectionNodes(this, access, events);
  }

  /**
   * Does something with a node in its turn.
   *
   * @return completed when it is stored and its events are on their way, or with a {@link
   *     PubSubException}
   */
  <T> CompletableFuture<T> submit(String name, Function<NodeWork, T> operation) {
    NodeRequest<T> request = new NodeRequest<>(operation);
    while (true) {
      NodeLane lane =
          lanes.computeIfAbsent(name, n -> new NodeLane(n, store, index, sink, retention, events));
      switch (lane.admit(request)) {
        case WAIT -> {
          return request.answer;
        }
        case RUN -> {
          start(name, lane);
          return request.answer;
        }
        case CLOSED -> lanes.remove(name, lane);
      }
    }
  }

  private void start(String name, NodeLane lane) {
    try {
      executor.execute(
          () -> {
            if (ended) {
              lane.refuse(busy());
            } else if (lane.run()) {
              lanes.remove(name, lane);
            }
          });
    } catch (RejectedExecutionException e) {
      lane.refuse(busy());
    }
  }

  private static PubSubException busy() {
    return new PubSubException(
        Reason.BUSY, "Too many nodes wait for the store, or the service ends; try later");
  }

  /** From now on requests are refused that nobody has begun to run. */
  void end() {
    ended = true;
  }

  /** How nodes are in collections. */
  CollectionNodes collections() {
    return collections;
  }

  /** Whether this process knows who is at the node. */
  boolean isInUse(String name) {
    return lanes.containsKey(name);
  }

  /** The names of those nodes that this process has used. */
  List<String> inUse(Predicate<String> names) {
    return lanes.keySet().stream().filter(names).toList();
  }

  /** Looks at nodes that others have changed. */
  void refresh(Iterable<String> names) {
    for (String name : names) {
      CompletableFuture<Done> unused = submit(name, work -> Done.DONE);
    }
  }

  /** Lets leave what has expired, at the nodes that are in use. */
  void expire() {
    lanes.forEach(
        (name, lane) -> {
          if (lane.expires()) {
            CompletableFuture<Done> unused = submit(name, work -> Done.DONE);
          }
        });
  }

  /**
   * Drops what is too old from the change logs, and what is too much for the service, unless the
   * last time is not over yet. Before a memory is full, each node gives half of its log, and not
   * only those where something happens.
   */
  void sweep() {
    Map<String, Long> beyond = store.beyondLimits(retention);
    if (sweeping.compareAndSet(false, true)) {
      sweep(lanes.values().iterator(), store.isLogNearlyFull(retention));
    }
    beyond.forEach(
        (name, version) -> {
          CompletableFuture<Done> unused = submit(name, work -> forget(work, version));
        });
  }

  private static Done forget(NodeWork work, long version) {
    if (work.exists()) {
      work.stored().forget(version);
    }
    return Done.DONE;
  }

  /** One after the other, so that requests of others come in between. */
  private void sweep(Iterator<NodeLane> left, boolean full) {
    while (left.hasNext()) {
      NodeLane lane = left.next();
      if (full || lane.wantsSweep()) {
        CompletableFuture<Done> swept = submit(lane.name(), work -> sweep(lane, work, full));
        if (!swept.isDone()) {
          CompletableFuture<Done> unused = swept.whenComplete((done, failure) -> sweep(left, full));
          return;
        }
      }
    }
    sweeping.set(false);
  }

  private static Done sweep(NodeLane lane, NodeWork work, boolean full) {
    lane.swept();
    if (work.exists()) {
      work.sweep();
      if (full) {
        work.halveLog();
      }
    }
    return Done.DONE;
  }

  /** How many are in use. */
  int size() {
    return lanes.size();
  }
}
