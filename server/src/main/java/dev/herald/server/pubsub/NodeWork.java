package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.server.pubsub.store.RetentionLimits;
import dev.herald.xmpp.Jid;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request does to one node: changes go into the transaction and into what is at hand, events
 * wait for the commit. A request checks everything before its first change.
 */
final class NodeWork {

  private final String name;
  private final NodeTransaction transaction;
  private final SessionSubscriptions index;
  private final EventSink sink;
  private final RetentionLimits retention;
  private final CollectionEvents collections;
  private final List<Runnable> afterCommit = new ArrayList<>();
  // What is in memory only is not undone by the transaction.
  private final Deque<Runnable> undoing = new ArrayDeque<>();
  private @Nullable NodeState state;
  private @Nullable Node node;

  NodeWork(
      String name,
      NodeTransaction transaction,
      @Nullable NodeState state,
      SessionSubscriptions index,
      EventSink sink,
      RetentionLimits retention,
      CollectionEvents collections) {
    this.name = name;
    this.transaction = transaction;
    this.node = transaction.node();
    this.state = state;
    this.index = index;
    this.sink = sink;
    this.retention = retention;
    this.collections = collections;
  }

  String name() {
    return name;
  }

  boolean exists() {
    return node != null;
  }

  /**
   * The node.
   *
   * @throws PubSubException when there is none
   */
  Node node() {
    if (node == null) {
      throw new PubSubException(Reason.NODE_NOT_FOUND, "There is no node '" + name + "'");
    }
    return node;
  }

  /** That there is one, for what needs nothing else of it. */
  void requireNode() {
    var unused = node();
  }

  /** Who is at the node, which is there. */
  NodeState state() {
    if (state == null) {
      throw new PubSubException(Reason.NODE_NOT_FOUND, "There is no node '" + name + "'");
    }
    return state;
  }

  @Nullable NodeState stateOrNull() {
    return state;
  }

  /** To read items and changes; changes are made by the methods here. */
  NodeTransaction stored() {
    return transaction;
  }

  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  void create(NodeConfiguration configuration, @Nullable Jid creator) {
    Node created = new Node(name, Incarnations.next(), 0, configuration, creator, now());
    transaction.create(created);
    node = created;
    state = new NodeState(transaction, List.of());
    if (creator != null) {
      put(creator, Affiliation.OWNER);
    }
    append(Change.Kind.CONFIGURED, null, null, false);
  }

  void configure(NodeConfiguration configuration) {
    transaction.configure(configuration);
    append(Change.Kind.CONFIGURED, null, null, true);
  }

  /** Items and subscriptions whose time is over leave, before anybody sees them. */
  void expire() {
    if (node == null || state == null) {
      return;
    }
    Instant now = now();
    int seconds = node.configuration().get(NodeOptions.ITEM_EXPIRE);
    if (seconds > 0) {
      transaction.expire(now.minusSeconds(seconds));
    }
    for (Subscription ended : state.ended(now)) {
      remove(ended);
      SubscriberUseCases.tellOwners(this, ended.with(SubscriptionState.NONE));
    }
  }

  /**
   * Removes the node; its sessions' subscriptions with it.
   *
   * @param redirect the URI of where it is now
   */
  void delete(@Nullable String redirect) {
    for (Subscription subscription : state().ofSessions()) {
      index.remove(subscription.jid(), name);
      undoing.push(() -> index.add(subscription.jid(), name));
    }
    transaction.delete();
    if (redirect != null) {
      transaction.moveTo(redirect);
    }
    node = null;
    state = null;
  }

  /** Stores the item as the newest, if the node keeps items. */
  Item publish(String id, String payload, @Nullable Jid publisher) {
    long version = node().version() + 1;
    Item item = new Item(id, payload, publisher, now(), version);
    NodeConfiguration configuration = node().configuration();
    if (configuration.persistItems()) {
      transaction.put(item);
      transaction.evict(configuration.maxItems());
    }
    append(Change.Kind.PUBLISHED, item, id, true);
    return item;
  }

  void happened() {
    append(Change.Kind.HAPPENED, null, null, true);
  }

  boolean retract(String itemId, boolean notify) {
    if (!transaction.remove(itemId)) {
      return false;
    }
    append(Change.Kind.RETRACTED, null, itemId, notify);
    return true;
  }

  void purge() {
    transaction.purge();
    append(Change.Kind.PURGED, null, null, true);
  }

  void put(Jid bareJid, Affiliation affiliation) {
    transaction.put(bareJid, affiliation);
    state().put(bareJid, affiliation);
    append(Change.Kind.PEOPLE, null, null, false);
  }

  void put(Subscription subscription) {
    if (!subscription.isKept()) {
      put(subscription, state());
    } else {
      transaction.put(subscription);
      append(Change.Kind.PEOPLE, null, null, false);
      state().put(subscription);
    }
  }

  private void put(Subscription ofSession, NodeState at) {
    Optional<Subscription> before =
        at.of(ofSession.jid()).stream()
            .filter(s -> s.subid().equals(ofSession.subid()))
            .findFirst();
    index.add(ofSession.jid(), name);
    at.put(ofSession);
    undoing.push(
        () -> {
          remove(ofSession, at);
          before.ifPresent(
              s -> {
                at.put(s);
                index.add(s.jid(), name);
              });
        });
  }

  void remove(Subscription subscription) {
    if (subscription.isKept()) {
      state().remove(subscription);
      transaction.removeSubscription(subscription.subid());
      append(Change.Kind.PEOPLE, null, null, false);
    } else {
      NodeState at = state();
      remove(subscription, at);
      undoing.push(
          () -> {
            at.put(subscription);
            index.add(subscription.jid(), name);
          });
    }
  }

  private void remove(Subscription ofSession, NodeState at) {
    at.remove(ofSession);
    if (at.of(ofSession.jid()).stream().allMatch(Subscription::isKept)) {
      index.remove(ofSession.jid(), name);
    }
  }

  /** The transaction has failed: the sessions' subscriptions are what they were. */
  void undo() {
    while (!undoing.isEmpty()) {
      undoing.pop().run();
    }
  }

  private void append(
      Change.Kind kind, @Nullable Item item, @Nullable String itemId, boolean notified) {
    Node before = node();
    long version = before.version() + 1;
    Instant at = now();
    transaction.append(new Change(version, kind, item, itemId, notified, at));
    transaction.trim(retention, at);
    node = transaction.node();
  }

  /** Drops what is beyond its limits from the change log, as far as that is cheap. */
  void trim() {
    transaction.trim(retention, now());
  }

  /** Drops all that is beyond its limits from the change log. */
  void sweep() {
    transaction.sweep(retention, now());
  }

  void halveLog() {
    long version = node().version();
    transaction.forget(version - (version - transaction.completeAfter()) / 2);
  }

  /** Tells all subscribers, and those of its collections, once this is committed. */
  void notifyAll(NodeEvent event) {
    notify(event, state().subscribed());
    if (event.isOfItems() && !event.node().configuration().collections().isEmpty()) {
      Map<Jid, Affiliation> affiliated = state().affiliated();
      afterCommit.add(() -> collections.forward(event, affiliated));
    }
  }

  /** Something else to do once this is committed; it must neither wait nor throw. */
  void afterwards(Runnable action) {
    afterCommit.add(action);
  }

  void notify(NodeEvent event, Collection<Subscription> subscriptions) {
    if (!subscriptions.isEmpty()) {
      afterCommit.add(() -> sink.deliver(event, subscriptions));
    }
  }

  /** Tells accounts, once this is committed. */
  void tell(NodeEvent event, Collection<Jid> bareJids) {
    if (!bareJids.isEmpty()) {
      afterCommit.add(() -> sink.tell(event, bareJids));
    }
  }

  List<Runnable> afterCommit() {
    return afterCommit;
  }
}
