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
   * What has been read, and is to be told.
   *
   * @param ofPeople whether also affiliations or subscriptions may have changed
   */
  record News(List<NodeEvent> events, boolean ofPeople) {}

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

  /** All that has happened at the node since a version, in order. */
  static News since(long version, Node node, NodeTransaction transaction) {
    List<NodeEvent> events = new ArrayList<>();
    boolean ofPeople = false;
    long read = version;
    if (read < transaction.completeAfter()) {
      read = transaction.completeAfter();
      ofPeople = true;
      anew(node, read, transaction, events);
    }
    while (read < node.version()) {
      List<Change> changes = transaction.changes(read, PART);
      if (changes.isEmpty()) {
        break;
      }
      for (Change change : changes) {
        NodeEvent event = ChangeEvents.of(node, change);
        if (event != null) {
          events.add(event);
        }
        ofPeople |= change.kind() == Change.Kind.PEOPLE;
        read = change.version();
      }
    }
    return new News(events, ofPeople);
  }

  /** The log does not go back so far: the node is told as if it was emptied and filled again. */
  private static void anew(
      Node node, long upTo, NodeTransaction transaction, List<NodeEvent> events) {
    if (!node.configuration().persistItems() || !node.configuration().deliverNotifications()) {
      log.warn(
          "The change log of the node '{}' was trimmed before this process had read it, and there"
              + " are no items to tell instead: allow it more changes",
          node.name());
      return;
    }
    events.add(new NodeEvent.Purged(node.withVersion(upTo)));
    long read = 0;
    List<Item> items;
    do {
      items = transaction.items(read, upTo + 1, PART, false);
      for (Item item : items) {
        events.add(new NodeEvent.Published(node.withVersion(item.version()), item));
        read = item.version();
      }
    } while (items.size() == PART);
  }

  /**
   * Tells them. Whoever was subscribed elsewhere a moment ago may be told what came just before.
   *
   * @param before who was there, as far as that was known
   */
  void tell(News news, Node node, @Nullable NodeState before, NodeState now) {
    for (NodeEvent event : news.events()) {
      NodeLane.tell(node.name(), () -> sink.deliver(event, now.subscribed()));
      NodeLane.tell(node.name(), () -> collections.forward(event, now.affiliated()));
    }
    if (news.ofPeople() && before != null) {
      tellPeople(node, before, now);
    }
  }

  /** Who waits for an owner here, and whose subscription somebody else has changed. */
  private void tellPeople(Node node, NodeState before, NodeState now) {
    for (Subscription subscription : now.all()) {
      Optional<SubscriptionState> known = same(before, subscription).map(Subscription::state);
      if (subscription.state() == SubscriptionState.PENDING && known.isEmpty()) {
        NodeEvent event = new NodeEvent.SubscriptionRequested(node, subscription);
        NodeLane.tell(node.name(), () -> sink.tell(event, SubscriberUseCases.owners(now)));
      } else if (known.isPresent() && known.get() != subscription.state()) {
        changed(node, subscription);
      }
    }
    for (Subscription subscription : before.all()) {
      if (subscription.isKept() && same(now, subscription).isEmpty()) {
        changed(node, subscription.with(SubscriptionState.NONE));
      }
    }
  }

  private static Optional<Subscription> same(NodeState state, Subscription subscription) {
    return state.of(subscription.jid()).stream()
        .filter(s -> s.subid().equals(subscription.subid()))
        .findFirst();
  }

  private void changed(Node node, Subscription subscription) {
    NodeEvent event = new NodeEvent.SubscriptionChanged(node, subscription);
    NodeLane.tell(node.name(), () -> sink.tell(event, List.of(subscription.jid())));
  }
}
