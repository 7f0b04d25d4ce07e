package dev.herald.server.pubsub;

import dev.herald.server.pubsub.store.NodeStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * XEP-0060: Publish-Subscribe, as calls: may this actor do it, store it, tell the subscribers. The
 * calls are grouped as the document groups them.
 *
 * <p>Thread-safe. The operations of one node are done one after the other, and its events are
 * delivered in the same order. Nothing waits here: answers are futures, completed when what was
 * asked for is stored, by the calling thread or by another one, or with a {@link PubSubException}.
 */
public final class AsyncPubSub {

  private final NodeLanes lanes;
  private final NodeStore store;
  private final SessionSubscriptions sessions = new SessionSubscriptions();
  private final EntityUseCases entities;
  private final SubscriberUseCases subscribers;
  private final ItemUseCases items;
  private final LastItems lastItems;
  private final Departures departures;
  private final PublisherUseCases publishers;
  private final OwnerUseCases owners;

  /**
   * A service.
   *
   * @param executor where a store that waits is called
   */
  public AsyncPubSub(
      NodeStore store,
      Authorization authorization,
      PubSubLimits limits,
      EventSink sink,
      Executor executor) {
    this.store = store;
    Executor running = store.isBlocking() ? executor : Runnable::run;
    this.lanes = new NodeLanes(store, sessions, sink, running);
    Access access = new Access(authorization);
    this.entities = new EntityUseCases(lanes, store, sessions, running);
    this.subscribers = new SubscriberUseCases(lanes, sessions, access, limits);
    this.departures = new Departures(lanes, sessions);
    this.items = new ItemUseCases(lanes, access);
    this.lastItems = new LastItems(lanes, entities);
    this.owners = new OwnerUseCases(lanes, access, limits);
    this.publishers = new PublisherUseCases(lanes, access, owners);
  }

  /** Section 5. */
  public EntityUseCases entities() {
    return entities;
  }

  /** Section 6. */
  public SubscriberUseCases subscribers() {
    return subscribers;
  }

  /** Section 6.5. */
  public ItemUseCases items() {
    return items;
  }

  /** Section 6.1.7. */
  public LastItems lastItems() {
    return lastItems;
  }

  /** Who is gone, and what ends with that. */
  public Departures departures() {
    return departures;
  }

  /** Section 7. */
  public PublisherUseCases publishers() {
    return publishers;
  }

  /** Section 8. */
  public OwnerUseCases owners() {
    return owners;
  }

  /** Tells what other processes have changed; to be called several times a second. */
  public void poll() {
    lanes.refresh(store.changedElsewhere());
  }

  /** Lets leave what has expired; to be called every few seconds. */
  public void sweep() {
    lanes.sweep();
  }

  /** Whether no session is subscribed to anything. */
  boolean hasNoSessions() {
    return sessions.isEmpty();
  }

  /** How many nodes are in use. */
  int lanes() {
    return lanes.size();
  }

  /** Makes a refusal before the first step a failed answer, as one after it. */
  static <T> CompletableFuture<T> checked(Supplier<CompletableFuture<T>> request) {
    try {
      return request.get();
    } catch (PubSubException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
