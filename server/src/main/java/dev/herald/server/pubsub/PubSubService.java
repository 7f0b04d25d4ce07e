package dev.herald.server.pubsub;

import dev.herald.server.lane.Lane;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.xmpp.Jid;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0060: Publish-Subscribe, as calls: may this actor do it, store it, tell the subscribers.
 *
 * <p>Thread-safe. The operations of one node are done one after the other, and its events are
 * delivered in the same order, by the calling thread or by another that is delivering already, and
 * without a lock. Errors are {@link PubSubException}s.
 */
public final class PubSubService {

  /** The longest NodeID or item id, in bytes of UTF-8: that of a JID's part (RFC 7622). */
  public static final int MAX_NAME_BYTES = 1023;

  private static final int STRIPES = 256;

  private final NodeStore store;
  private final Authorization authorization;
  private final PubSubLimits limits;
  private final EventSink sink;
  private final Lane[] lanes = new Lane[STRIPES];

  public PubSubService(
      NodeStore store, Authorization authorization, PubSubLimits limits, EventSink sink) {
    this.store = store;
    this.authorization = authorization;
    this.limits = limits;
    this.sink = sink;
    for (int i = 0; i < STRIPES; i++) {
      lanes[i] = new Lane();
    }
  }

  /** Section 8.3: how a node is unless it is configured. */
  public NodeConfiguration defaults() {
    return new NodeConfiguration(limits.maxItems(), false);
  }

  /** Section 8.1: a node with the default configuration. */
  public void create(Actor actor, String name) {
    create(actor, name, defaults());
  }

  public void create(Actor actor, String name, NodeConfiguration configuration) {
    requireName(name, Reason.INVALID_NODE, "node");
    inLane(name, lane -> createNow(actor, name, configuration));
  }

  /** Creates the node, or gives one that exists already this configuration. */
  public void createOrConfigure(String name, NodeConfiguration configuration) {
    requireName(name, Reason.INVALID_NODE, "node");
    inLane(
        name,
        lane -> {
          if (!store.create(new Node(name, Actor.APPLICATION, configuration))) {
            store.configure(name, configuration);
          }
          return name;
        });
  }

  /** Section 8.4: the subscribers are told. */
  public void delete(Actor actor, String name) {
    inLane(
        name,
        lane -> {
          require(actor, Action.DELETE, find(name));
          Collection<Jid> subscribers = store.subscribers(name);
          store.delete(name);
          lane.add(() -> sink.deliver(new NodeEvent.Deleted(name), subscribers));
          return name;
        });
  }

  /**
   * Section 6.1: subscribes an address of the actor, full or bare. Once more changes nothing.
   *
   * @param subscriber notifications go to this full JID, or to all that is online of this bare one
   */
  public void subscribe(Actor actor, String name, Jid subscriber) {
    requireOwnAddress(actor, subscriber);
    inLane(
        name,
        lane -> {
          require(actor, Action.SUBSCRIBE, find(name));
          if (!store.subscriptions(subscriber).contains(name)
              && store.subscriptionsOfAccount(subscriber.bare())
                  >= limits.subscriptionsPerAccount()) {
            throw new PubSubException(
                Reason.TOO_MANY_SUBSCRIPTIONS,
                "An account has at most " + limits.subscriptionsPerAccount() + " subscriptions");
          }
          return store.subscribe(name, subscriber);
        });
  }

  /** Section 6.2. */
  public void unsubscribe(Actor actor, String name, Jid subscriber) {
    requireOwnAddress(actor, subscriber);
    inLane(
        name,
        lane -> {
          find(name);
          if (!store.unsubscribe(name, subscriber)) {
            throw new PubSubException(
                Reason.NOT_SUBSCRIBED, subscriber + " is not subscribed to '" + name + "'");
          }
          return name;
        });
  }

  /**
   * Section 7.1: stores the item and tells the subscribers. A node that is not there is created,
   * for an actor who may do that (section 7.1.4).
   *
   * @param itemId null to have one generated
   * @return the item's id
   */
  public String publish(Actor actor, String name, @Nullable String itemId, String payload) {
    requireName(name, Reason.INVALID_NODE, "node");
    String id = itemId == null ? UUID.randomUUID().toString() : itemId;
    requireName(id, Reason.INVALID_ITEM, "item");
    return inLane(
        name,
        lane -> {
          NodeConfiguration configuration = toPublishAt(actor, name);
          if (!configuration.hasItems()) {
            throw new PubSubException(
                Reason.ITEM_FORBIDDEN,
                "'" + name + "' only tells that something happened, so there is no item");
          }
          Item item = new Item(id, payload);
          if (configuration.persistItems()) {
            store.publish(name, item);
          }
          Item told = configuration.deliverPayloads() ? item : new Item(id, "");
          Collection<Jid> subscribers = store.subscribers(name);
          lane.add(() -> sink.deliver(new NodeEvent.Published(name, told), subscribers));
          return id;
        });
  }

  /** Section 7.1.2.4: tells the subscribers of a node without items that something happened. */
  public void publish(Actor actor, String name) {
    requireName(name, Reason.INVALID_NODE, "node");
    inLane(
        name,
        lane -> {
          if (toPublishAt(actor, name).hasItems()) {
            throw new PubSubException(
                Reason.ITEM_REQUIRED, "An item is missing for '" + name + "'");
          }
          Collection<Jid> subscribers = store.subscribers(name);
          lane.add(() -> sink.deliver(new NodeEvent.Happened(name), subscribers));
          return name;
        });
  }

  private NodeConfiguration toPublishAt(Actor actor, String name) {
    Node node = store.node(name).orElseGet(() -> createNow(actor, name, defaults()));
    require(actor, Action.PUBLISH, node);
    return node.configuration();
  }

  /**
   * Section 7.2: deletes an item.
   *
   * @param notify whether the subscribers are told
   */
  public void retract(Actor actor, String name, String itemId, boolean notify) {
    inLane(
        name,
        lane -> {
          require(actor, Action.RETRACT, find(name));
          if (!store.retract(name, itemId)) {
            throw new PubSubException(
                Reason.ITEM_NOT_FOUND, "'" + name + "' has no item '" + itemId + "'");
          }
          if (notify) {
            Collection<Jid> subscribers = store.subscribers(name);
            lane.add(() -> sink.deliver(new NodeEvent.Retracted(name, itemId), subscribers));
          }
          return itemId;
        });
  }

  /** Section 6.5: all items, the oldest first. */
  public List<Item> items(Actor actor, String name) {
    return inLane(
        name,
        lane -> {
          require(actor, Action.RETRIEVE, find(name));
          return store.items(name);
        });
  }

  /** Section 6.5.8: one item. */
  public Item item(Actor actor, String name, String itemId) {
    return inLane(
        name,
        lane -> {
          require(actor, Action.RETRIEVE, find(name));
          return store
              .item(name, itemId)
              .orElseThrow(
                  () ->
                      new PubSubException(
                          Reason.ITEM_NOT_FOUND, "'" + name + "' has no item '" + itemId + "'"));
        });
  }

  /** The node of this name. */
  public Node node(String name) {
    return find(name);
  }

  /** The names of all nodes, sorted. */
  public List<String> nodes() {
    return store.names();
  }

  /** A client is gone: what it had subscribed by its full JID ends. */
  public void gone(Jid fullJid) {
    for (String name : store.subscriptions(fullJid)) {
      inLane(name, lane -> store.unsubscribe(name, fullJid));
    }
  }

  private Node createNow(Actor actor, String name, NodeConfiguration configuration) {
    Node node = new Node(name, actor, configuration);
    if (actor instanceof Actor.Client client) {
      if (!authorization.may(client, Action.CREATE, node)) {
        // Which nodes there are is no secret (disco lists them), so a missing one is named as such.
        throw store.node(name).isPresent() ? exists(name) : forbidden(Action.CREATE, name);
      }
      Jid account = client.jid().bare();
      if (store.nodesOfAccount(account) >= limits.nodesPerAccount()) {
        throw new PubSubException(
            Reason.TOO_MANY_NODES,
            "%s has its limit of %d nodes; delete one first"
                .formatted(account, limits.nodesPerAccount()));
      }
      if (store.size() >= limits.nodes()) {
        throw new PubSubException(
            Reason.TOO_MANY_NODES, "The service has its limit of " + limits.nodes() + " nodes");
      }
    }
    if (!store.create(node)) {
      throw exists(name);
    }
    return node;
  }

  private Node find(String name) {
    return store
        .node(name)
        .orElseThrow(
            () -> new PubSubException(Reason.NODE_NOT_FOUND, "There is no node '" + name + "'"));
  }

  private void require(Actor actor, Action action, Node node) {
    if (actor instanceof Actor.Client client && !authorization.may(client, action, node)) {
      throw forbidden(action, node.name());
    }
  }

  private static void requireOwnAddress(Actor actor, Jid subscriber) {
    boolean own = true;
    if (actor instanceof Actor.Client client) {
      own = subscriber.equals(client.jid()) || subscriber.equals(client.jid().bare());
    } else if (actor instanceof Actor.Component component) {
      own = subscriber.domain().equals(component.jid().domain());
    }
    if (!own) {
      throw new PubSubException(
          Reason.INVALID_SUBSCRIBER,
          "Everybody subscribes an own address only, not '" + subscriber + "'");
    }
  }

  private static void requireName(String name, Reason reason, String what) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (name.isBlank() || length > MAX_NAME_BYTES) {
      throw new PubSubException(
          reason,
          "The name of %s %s has 1 to %d bytes of UTF-8 and is not blank; this one has %d"
              .formatted(what.equals("item") ? "an" : "a", what, MAX_NAME_BYTES, length));
    }
  }

  private static PubSubException exists(String name) {
    return new PubSubException(Reason.NODE_EXISTS, "There is a node '" + name + "' already");
  }

  private static PubSubException forbidden(Action action, String name) {
    return new PubSubException(
        Reason.FORBIDDEN,
        "You may not " + action.name().toLowerCase(Locale.ROOT) + " at '" + name + "'");
  }

  /** Does something to one node under its lock, then delivers what it has added to its lane. */
  private <T> T inLane(String name, Function<Lane, T> operation) {
    Lane lane = lanes[Math.floorMod(name.hashCode(), STRIPES)];
    T result;
    synchronized (lane) {
      result = operation.apply(lane);
    }
    lane.run();
    return result;
  }
}
