package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.ChangeId;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has happened at a node, which is as it was right after. */
public sealed interface NodeEvent {

  Node node();

  /** The change that it tells of; empty when it tells of something else, or is for some only. */
  default Optional<ChangeId> id() {
    if (this instanceof LastItem last) {
      return Optional.of(new ChangeId(node().incarnation(), last.item().version()));
    }
    if (this instanceof Deleted) {
      // The last that there is, and no change of the node any more.
      return Optional.of(new ChangeId(node().incarnation(), node().version() + 1));
    }
    return this instanceof SubscriptionChanged
            || this instanceof SubscriptionRequested
            || this instanceof AffiliationChanged
            || this instanceof Changed
        ? Optional.empty()
        : Optional.of(ChangeId.of(node()));
  }

  /** An item, with its payload if the node delivers those. */
  record Published(Node node, Item item) implements NodeEvent {}

  /** The last item once more, for who has come later (XEP-0060, section 6.1.7). */
  record LastItem(Node node, Item item) implements NodeEvent {}

  /** Something was published at a node that has no items. */
  record Happened(Node node) implements NodeEvent {}

  record Retracted(Node node, String itemId) implements NodeEvent {}

  record Purged(Node node) implements NodeEvent {}

  /**
   * Many items were brought up to date at once, as after a bulk statement. Each of them has been
   * told of by an event of its own; this is no change, and is told to who listens at the moment.
   *
   * @param published items that were published
   * @param retracted items that were retracted
   */
  record Changed(Node node, int published, int retracted) implements NodeEvent {}

  record Configured(Node node) implements NodeEvent {}

  /** The node is new, in collections from the start. */
  record Created(Node node) implements NodeEvent {}

  /** The node has come into a collection (XEP-0248, section 5.3.2). */
  record Associated(Node node, String collection) implements NodeEvent {}

  /** The node has left a collection. */
  record Dissociated(Node node, String collection) implements NodeEvent {}

  /**
   * The node is no more.
   *
   * @param redirect the URI of where it is now, if it is anywhere
   */
  record Deleted(Node node, @Nullable String redirect) implements NodeEvent {}

  /**
   * For the subscriber, or for owners who want to know.
   *
   * @param reason a sentence for people; null for none
   */
  record SubscriptionChanged(Node node, Subscription subscription, @Nullable String reason)
      implements NodeEvent {

    public SubscriptionChanged(Node node, Subscription subscription) {
      this(node, subscription, null);
    }
  }

  /** For owners, who have to approve (section 8.6). */
  record SubscriptionRequested(Node node, Subscription subscription) implements NodeEvent {}

  /**
   * An event of a leaf for those who have subscribed to a collection that it is in (XEP-0248).
   *
   * @param event what has happened at the leaf
   * @param collection the name of the collection
   */
  record OfCollection(NodeEvent event, String collection) implements NodeEvent {

    @Override
    public Node node() {
      return event.node();
    }
  }

  /** Whether it is about items, and so for the collections of its node too. */
  default boolean isOfItems() {
    return this instanceof Published
        || this instanceof Happened
        || this instanceof Retracted
        || this instanceof Purged;
  }

  /** Whether it is about the node itself, and of use for its collections (XEP-0248). */
  default boolean isOfNodes() {
    return this instanceof Created
        || this instanceof Configured
        || this instanceof Deleted
        || this instanceof Associated
        || this instanceof Dissociated;
  }

  /** For the account that it is about (section 8.9.4). */
  record AffiliationChanged(Node node, Jid account, Affiliation affiliation) implements NodeEvent {}
}
