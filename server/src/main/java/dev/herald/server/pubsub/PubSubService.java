package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.rsm.PageRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The PubSub service for the application that it runs in: calls that wait until what was asked for
 * is stored. Thread-safe; not for event loops. Errors are {@link PubSubException}s.
 */
public final class PubSubService {

  private static final int PAGE = 1_000;

  private final AsyncPubSub async;

  public PubSubService(AsyncPubSub async) {
    this.async = async;
  }

  /** The same without waiting, and all that there is. */
  public AsyncPubSub async() {
    return async;
  }

  public void create(Actor actor, String name) {
    create(actor, name, async.owners().defaults());
  }

  public void create(Actor actor, String name, NodeConfiguration configuration) {
    await(async.owners().create(actor, name, configuration));
  }

  /** Creates the node, or gives one that exists already this configuration. */
  public void createOrConfigure(String name, NodeConfiguration configuration) {
    await(async.owners().createOrConfigure(name, configuration));
  }

  /** Says who may read certain nodes; returns how many subscriptions have ended by that. */
  public int restrict(ReadRule rule) {
    return await(async.restrict(rule));
  }

  public void delete(Actor actor, String name) {
    await(async.owners().delete(actor, name, null));
  }

  /**
   * Stores an item and tells the subscribers.
   *
   * @param itemId null to have one generated
   * @return the item's id
   */
  public String publish(Actor actor, String name, @Nullable String itemId, String payload) {
    return await(async.publishers().publish(actor, name, itemId, payload));
  }

  public void retract(Actor actor, String name, String itemId, boolean notify) {
    await(async.publishers().retract(actor, name, itemId, notify));
  }

  /** Says to the subscribers that so many items were brought up to date at once. */
  public void changed(Actor actor, String name, int published, int retracted) {
    await(async.publishers().changed(actor, name, published, retracted));
  }

  /** All items, the oldest first. */
  public List<Item> items(Actor actor, String name) {
    return await(async.items().all(actor, name));
  }

  /** Those of these items that the node has; at most 1,000 are asked for at once. */
  public List<Item> items(Actor actor, String name, Collection<String> itemIds) {
    return await(async.items().certain(actor, name, null, List.copyOf(itemIds))).page().entries();
  }

  /** The ids of all items, the oldest first; their payloads are never in memory all at once. */
  public List<String> itemIds(Actor actor, String name) {
    List<String> all = new ArrayList<>();
    PageRequest next = PageRequest.first(PAGE);
    while (true) {
      List<Item> page = await(async.items().page(actor, name, null, next)).page().entries();
      if (page.isEmpty()) {
        return all;
      }
      page.forEach(item -> all.add(item.id()));
      next = new PageRequest(PAGE, all.get(all.size() - 1), null, -1);
    }
  }

  public Node node(String name) {
    return await(async.entities().metadata(Actor.APPLICATION, name)).node();
  }

  /** The names of all nodes, sorted. */
  public List<String> nodes() {
    List<String> all = new ArrayList<>();
    List<String> page;
    do {
      page = await(async.entities().nodes(all.isEmpty() ? null : all.get(all.size() - 1), PAGE));
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }

  /** The names that begin like this, sorted. */
  public List<String> nodes(String prefix) {
    List<String> all = new ArrayList<>();
    String after = prefix;
    while (true) {
      for (String name : await(async.entities().nodes(after, PAGE))) {
        if (!name.startsWith(prefix)) {
          return all;
        }
        all.add(name);
      }
      if (all.isEmpty() || all.get(all.size() - 1).equals(after)) {
        return all;
      }
      after = all.get(all.size() - 1);
    }
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PubSubException refusal) {
        throw refusal;
      }
      throw e;
    }
  }
}
