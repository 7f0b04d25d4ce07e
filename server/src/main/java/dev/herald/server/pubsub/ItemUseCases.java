package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.server.rsm.PageRequest;
import dev.herald.server.rsm.PageRequest.Page;
import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0060, section 6.5: retrieving items, by ascending version, so that the newest is the last.
 * Answers are as those of {@link AsyncPubSub}.
 */
public final class ItemUseCases {

  /** Items of one answer. */
  private static final int MOST = 1_000;

  /** What the payloads of one answer may have together, in characters; one item always goes. */
  private static final int MOST_CHARACTERS = 8 * 1024 * 1024;

  private final NodeLanes lanes;
  private final Access access;

  ItemUseCases(NodeLanes lanes, Access access) {
    this.lanes = lanes;
    this.access = access;
  }

  /** A page of items, and the node as of then. */
  public record Items(Node node, Page<Item> page) {}

  /**
   * Sections 6.5.2 to 6.5.4 and 6.5.7: a page of items, at most 1,000.
   *
   * @param subid of the actor's subscription, if it has several
   */
  public CompletableFuture<Items> page(
      Actor actor, String name, @Nullable String subid, PageRequest wanted) {
    return retrieve(actor, name, subid, work -> bounded(page(work.stored(), wanted), wanted));
  }

  /**
   * What a node lists.
   *
   * @param children the nodes in a collection, without those that are not for the actor
   */
  public record Listed(Node node, Page<Item> page, List<String> children) {}

  /**
   * Section 5.5: the same without the payloads' sake; whichever subscription is meant. A collection
   * has no items, and says so.
   */
  public CompletableFuture<Listed> listed(Actor actor, String name, PageRequest wanted) {
    return lanes.submit(
        name,
        work -> {
          access.requireDescribed(actor, work);
          if (work.node().configuration().isCollection()) {
            List<String> children =
                work.node().configuration().get(NodeOptions.CHILDREN).stream()
                    .filter(child -> access.mayList(actor, child))
                    .toList();
            return new Listed(work.node(), new Page<>(List.of(), 0, 0), children);
          }
          access.require(actor, Action.RETRIEVE, work);
          return new Listed(work.node(), page(work.stored(), wanted), List.of());
        });
  }

  /** Section 6.5.2, for the application, which may have all at once. */
  CompletableFuture<List<Item>> all(Actor actor, String name) {
    return lanes.submit(
        name,
        work -> {
          access.requireKnown(actor, work);
          work.requireNode();
          access.require(actor, Action.RETRIEVE, work);
          return work.stored().items(0, Long.MAX_VALUE, Integer.MAX_VALUE, true);
        });
  }

  /** Section 6.5.8: certain items; those that are not there are left out. */
  public CompletableFuture<Items> certain(
      Actor actor, String name, @Nullable String subid, List<String> ids) {
    if (ids.size() > MOST) {
      return CompletableFuture.failedFuture(
          new PubSubException(
              Reason.INVALID_ITEM,
              "Ask for at most " + MOST + " items at once, not " + ids.size()));
    }
    return retrieve(
        actor,
        name,
        subid,
        work -> {
          List<Item> found =
              ids.stream()
                  .map(id -> work.stored().item(id))
                  .filter(Objects::nonNull)
                  .map(Item.class::cast)
                  .toList();
          return new Page<>(found, -1, work.stored().itemCount());
        });
  }

  private CompletableFuture<Items> retrieve(
      Actor actor, String name, @Nullable String subid, Function<NodeWork, Page<Item>> operation) {
    return lanes.submit(
        name,
        work -> {
          access.require(actor, Action.RETRIEVE, work);
          requireSubscription(actor, subid, work);
          requireItems(work.node());
          return new Items(work.node(), operation.apply(work));
        });
  }

  /** Sections 6.5.9.4 and 6.5.9.5. */
  private static void requireItems(Node node) {
    if (node.configuration().isCollection()) {
      throw new PubSubException(
          Reason.COLLECTION_ITEMS,
          "'" + node.name() + "' is a collection: retrieve the items of the nodes in it");
    }
    if (!node.configuration().persistItems()) {
      throw new PubSubException(Reason.ITEMS_NOT_KEPT, "'" + node.name() + "' keeps no items");
    }
  }

  /** Sections 6.5.9.1 and 6.5.9.2: which of several subscriptions is meant. */
  private static void requireSubscription(Actor actor, @Nullable String subid, NodeWork work) {
    Jid jid = Actor.jid(actor);
    if (jid == null) {
      return;
    }
    NodeState state = work.state();
    List<Subscription> full = state.of(jid);
    List<Subscription> bare = jid.isFull() ? state.of(jid.bare()) : List.of();
    if (subid == null && (full.size() > 1 || bare.size() > 1)) {
      throw new PubSubException(
          Reason.SUBID_REQUIRED,
          "You have several subscriptions to '" + work.name() + "': say which (subid)");
    }
    boolean subscribed = !full.isEmpty() || !bare.isEmpty();
    if (subid != null
        && subscribed
        && full.stream().noneMatch(s -> s.subid().equals(subid))
        && bare.stream().noneMatch(s -> s.subid().equals(subid))) {
      throw new PubSubException(
          Reason.INVALID_SUBID,
          "'" + subid + "' is no subscription of yours to '" + work.name() + "'");
    }
  }

  private static Page<Item> page(NodeTransaction stored, PageRequest wanted) {
    int count = stored.itemCount();
    int most = Math.min(wanted.most(), MOST);
    String after = wanted.after();
    String before = wanted.before();
    if (most == 0) {
      return new Page<>(List.of(), 0, count);
    }
    if (wanted.index() >= 0) {
      return new Page<>(stored.itemsFrom(wanted.index(), most), wanted.index(), count);
    }
    if (after != null) {
      long version = item(stored, after).version();
      List<Item> found = stored.items(version, Long.MAX_VALUE, most, false);
      return new Page<>(found, stored.itemsBelow(version) + 1, count);
    }
    if (before == null) {
      return new Page<>(stored.items(0, Long.MAX_VALUE, most, false), 0, count);
    }
    long version = before.isEmpty() ? Long.MAX_VALUE : item(stored, before).version();
    List<Item> found = stored.items(0, version, most, true);
    int end = before.isEmpty() ? count : stored.itemsBelow(version);
    return new Page<>(found, end - found.size(), count);
  }

  /** XEP-0059, section 2.5: an item that is gone has no place any more. */
  private static Item item(NodeTransaction stored, String id) {
    Item item = stored.item(id);
    if (item == null) {
      throw new PubSubException(
          Reason.ITEM_NOT_FOUND, "There is no item '" + id + "' any more to go on from");
    }
    return item;
  }

  private static Page<Item> bounded(Page<Item> page, PageRequest wanted) {
    List<Item> items = page.entries();
    int size = items.size();
    int fitting = 0;
    long characters = 0;
    while (fitting < size) {
      Item next = items.get(wanted.isBackwards() ? size - 1 - fitting : fitting);
      characters += next.payload().length();
      if (fitting > 0 && characters > MOST_CHARACTERS) {
        break;
      }
      fitting++;
    }
    int from = wanted.isBackwards() ? size - fitting : 0;
    return new Page<>(items.subList(from, from + fitting), page.index() + from, page.count());
  }
}
