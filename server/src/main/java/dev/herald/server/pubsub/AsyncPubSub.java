package dev.herald.server.pubsub;

import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.xmpp.Jid;
import java.util.List;
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
  private final ArchiveUseCases archive;
  private final OwnerUseCases owners;
  private final ApprovalUseCases approvals;
  private final SubscriptionUseCases subscriptions;
  private final AffiliationUseCases affiliations;
  private final Reauthorization reauthorization;
  private final Readers readers;
  private final Object polling = new Object();

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
    this(store, new Readers(authorization, jid -> List.of()), limits, sink, executor);
  }

  /**
   * A service whose nodes may be restricted.
   *
   * @param readers what the application says of who may do what, and who is connected
   * @param executor where a store that waits is called
   */
  public AsyncPubSub(
      NodeStore store, Readers readers, PubSubLimits limits, EventSink sink, Executor executor) {
    this.store = store;
    this.readers = readers;
    Executor running = store.isBlocking() ? executor : Runnable::run;
    Access access = new Access(readers);
    this.lanes = new NodeLanes(store, sessions, sink, limits.changes(), running, access);
    this.entities = new EntityUseCases(lanes, store, sessions, running, access);
    this.subscribers = new SubscriberUseCases(lanes, sessions, access, limits);
    this.departures = new Departures(lanes, sessions);
    this.items = new ItemUseCases(lanes, access);
    this.lastItems = new LastItems(lanes, entities);
    Configurations configurations = new Configurations(lanes, access, limits);
    NodeCreation creation = new NodeCreation(lanes, access, limits, configurations);
    this.owners = new OwnerUseCases(lanes, access, configurations, creation);
    this.publishers = new PublisherUseCases(lanes, access, configurations, creation);
    this.archive = new ArchiveUseCases(lanes, access);
    this.approvals = new ApprovalUseCases(lanes, access, entities);
    this.subscriptions = new SubscriptionUseCases(lanes, access);
    this.affiliations = new AffiliationUseCases(lanes, access);
    this.reauthorization = new Reauthorization(lanes, access, store, sessions, running);
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

  /** Sections 8.1 to 8.5. */
  public OwnerUseCases owners() {
    return owners;
  }

  /** What has happened (XEP-0442). */
  public ArchiveUseCases archive() {
    return archive;
  }

  /** Drops what is too old from change logs; to be called every minute or so. */
  public void sweep() {
    lanes.sweep();
  }

  /** Sections 8.6 and 8.7. */
  public ApprovalUseCases approvals() {
    return approvals;
  }

  /** Section 8.8. */
  public SubscriptionUseCases subscriptions() {
    return subscriptions;
  }

  /** Section 8.9. */
  public AffiliationUseCases affiliations() {
    return affiliations;
  }

  /**
   * Asks the {@link Authorization} again, after a change of mind, whether an account may {@link
   * Action#SUBSCRIBE}: its subscriptions that are refused now end, full JIDs and bare one, and it
   * is told.
   *
   * @param reason a sentence for people, which the subscriber gets
   * @return how many have ended
   */
  public CompletableFuture<Integer> reauthorize(Jid bareJid, String reason) {
    return reauthorization.ofAccount(bareJid.bare(), reason);
  }

  /** The same for all subscriptions of a node. */
  public CompletableFuture<Integer> reauthorize(String node, String reason) {
    return reauthorization.ofNode(node, reason);
  }

  /**
   * Says who may read certain nodes, from now on. Subscriptions that are refused by it end, as far
   * as their subscribers are connected; nothing is delivered to others.
   *
   * @return how many have ended
   */
  public CompletableFuture<Integer> restrict(ReadRule rule) {
    readers.put(rule);
    return rule.isOpen()
        ? CompletableFuture.completedFuture(0)
        : reauthorization.ofNodes(rule::covers, "Who may read this node has changed");
  }

  /** Tells what other processes have changed; to be called several times a second. */
  public void poll() {
    // By the next call each node that was named has a lane.
    synchronized (polling) {
      lanes.refresh(store.changedElsewhere(lanes::isInUse));
    }
  }

  /** Refuses what is asked from now on, and what still waits for its executor; for the end. */
  public void end() {
    lanes.end();
  }

  /** Lets leave what has expired; to be called every few seconds. */
  public void expire() {
    lanes.expire();
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
