package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.server.pubsub.store.NodeTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other processes have changed at a node, for those who are subscribed in this one. It is told
 * before the transaction ends that has found it, since it has happened whatever becomes of that.
 */
final class OthersChanges {

  private static final Logger log = LoggerFactory.getLogger(OthersChanges.class);

  /** How many changes, or items, are read at once. */
  private static final int PART = 1_000;

  private final EventSink sink;
  private final SessionSubscriptions index;
  private final CollectionEvents collections;

  OthersChanges(EventSink sink, SessionSubscriptions index, CollectionEvents collections) {
    this.sink = sink;
    this.index = index;
    this.collections = collections;
  }

  /**
   * The node is gone; its sessions' subscriptions with it.
   *
   * @param redirect where it is now
   */
  void deleted(Node node, NodeState state, @Nullable String redirect) {
    state.ofSessions().forEach(s -> index.remove(s.jid(), node.name()));
    if (node.configuration().get(NodeOptions.NOTIFY_DELETE)) {
      NodeLane.tell(
          node.name(), () -> sink.deliver(new NodeEvent.Deleted(node, redirect), state.all()));
    }
  }

  /**
   * Reads all changes after a version; what is then to be done to tell them, in order. Whoever was
   * subscribed elsewhere a moment ago may be told what came just before.
   *
   * @param before who was there, as far as that was known
   */
  List<Runnable> since(
      long version, @Nullable NodeState before, NodeState now, NodeTransaction transaction) {
    List<Runnable> telling = new ArrayList<>();
    Node node = transaction.node();
    if (node == null) {
      return telling;
    }
    long told = version;
    if (told < transaction.completeAfter()) {
      told = transaction.completeAfter();
      anew(node, told, now, transaction, telling);
    }
    while (told < node.version()) {
      List<Change> changes = transaction.changes(told, PART);
      if (changes.isEmpty()) {
        break;
      }
      for (Change change : changes) {
        NodeEvent event = ChangeEvents.of(node, change);
        if (event != null) {
          all(event, now, telling);
        }
        told = change.version();
      }
    }
    if (before != null) {
      people(node, before, now, telling);
    }
    return telling;
  }

  /** The log does not go back so far: the node is told as if it was emptied and filled again. */
  private void anew(
      Node node, long upTo, NodeState now, NodeTransaction transaction, List<Runnable> telling) {
    if (!node.configuration().persistItems() || !node.configuration().deliverNotifications()) {
      log.warn(
          "The change log of the node '{}' was trimmed before this process had read it, and there"
              + " are no items to tell instead: allow it more changes",
          node.name());
      return;
    }
    all(new NodeEvent.Purged(node.withVersion(upTo)), now, telling);
    long told = 0;
    List<Item> items;
    do {
      items = transaction.items(told, upTo + 1, PART, false);
      for (Item item : items) {
        all(new NodeEvent.Published(node.withVersion(item.version()), item), now, telling);
        told = item.version();
      }
    } while (items.size() == PART);
  }

  /** Who waits for an owner here, and whose subscription somebody else has changed. */
  private void people(Node node, NodeState before, NodeState now, List<Runnable> telling) {
    for (Subscription subscription : now.all()) {
      Optional<SubscriptionState> known = same(before, subscription).map(Subscription::state);
      if (subscription.state() == SubscriptionState.PENDING && known.isEmpty()) {
        telling.add(
            () ->
                sink.tell(
                    new NodeEvent.SubscriptionRequested(node, subscription),
                    SubscriberUseCases.owners(now)));
      } else if (known.isPresent() && known.get() != subscription.state()) {
        telling.add(changed(node, subscription));
      }
    }
    for (Subscription subscription : before.all()) {
      if (subscription.isKept() && same(now, subscription).isEmpty()) {
        telling.add(changed(node, subscription.with(SubscriptionState.NONE)));
      }
    }
  }

  private static Optional<Subscription> same(NodeState state, Subscription subscription) {
    return state.of(subscription.jid()).stream()
        .filter(s -> s.subid().equals(subscription.subid()))
        .findFirst();
  }

  private Runnable changed(Node node, Subscription subscription) {
    return () ->
        sink.tell(
            new NodeEvent.SubscriptionChanged(node, subscription), List.of(subscription.jid()));
  }

  private void all(NodeEvent event, NodeState now, List<Runnable> telling) {
    telling.add(() -> sink.deliver(event, now.subscribed()));
    telling.add(() -> collections.forward(event, now.affiliated()));
  }
}
