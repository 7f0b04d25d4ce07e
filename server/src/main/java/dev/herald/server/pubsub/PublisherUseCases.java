package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.xmpp.Jid;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 7: what publishers do. Answers are as those of {@link AsyncPubSub}. */
public final class PublisherUseCases {

  private final NodeLanes lanes;
  private final Access access;
  private final Configurations configurations;
  private final NodeCreation creation;

  PublisherUseCases(
      NodeLanes lanes, Access access, Configurations configurations, NodeCreation creation) {
    this.lanes = lanes;
    this.access = access;
    this.configurations = configurations;
    this.creation = creation;
  }

  /**
   * Section 7.1: stores the item and tells the subscribers. A node that is not there is created,
   * for an actor who may do that (section 7.1.4).
   *
   * @param itemId null to have one generated
   * @return the item's id
   */
  public CompletableFuture<String> publish(
      Actor actor, String name, @Nullable String itemId, String payload) {
    return publish(actor, name, itemId, payload, PublishOptions.NONE);
  }

  /**
   * Section 7.1.5: publishes if the node is as the options say, or creates it like that.
   *
   * @param options preconditions
   */
  public CompletableFuture<String> publish(
      Actor actor, String name, @Nullable String itemId, String payload, PublishOptions options) {
    return publish(actor, name, itemId, payload, null, options);
  }

  /**
   * The same for a payload that has to be of the node's type (section 7.1.3.6).
   *
   * @param namespace of the payload's root; null to have it not looked at
   */
  public CompletableFuture<String> publish(
      Actor actor,
      String name,
      @Nullable String itemId,
      String payload,
      @Nullable String namespace,
      PublishOptions options) {
    return AsyncPubSub.checked(
        () -> {
          Names.requireNode(name);
          String id = itemId == null ? UUID.randomUUID().toString() : itemId;
          Names.requireItem(id);
          return lanes.submit(
              name, work -> publishNow(work, actor, id, payload, namespace, options));
        });
  }

  /** Section 7.1.1: tells the subscribers of a node without items that something happened. */
  public CompletableFuture<Done> publish(Actor actor, String name, PublishOptions options) {
    return AsyncPubSub.checked(
        () -> {
          Names.requireNode(name);
          return lanes.submit(
              name,
              work -> {
                NodeConfiguration configuration = toPublishAt(work, actor, options);
                ItemChecks.requireNoItems(name, configuration);
                createIfMissing(work, actor, configuration);
                work.happened();
                if (configuration.deliverNotifications()) {
                  work.notifyAll(new NodeEvent.Happened(work.node()));
                }
                return Done.DONE;
              });
        });
  }

  private String publishNow(
      NodeWork work,
      Actor actor,
      String id,
      String payload,
      @Nullable String namespace,
      PublishOptions options) {
    NodeConfiguration configuration = toPublishAt(work, actor, options);
    String name = work.name();
    ItemChecks.requireItems(name, configuration);
    ItemChecks.requirePayload(name, configuration, actor, payload, namespace);
    createIfMissing(work, actor, configuration);
    Jid publisher = Actor.jid(actor);
    if (actor instanceof Actor.Client client && configuration.persistItems()) {
      ItemChecks.requireOwn(work, client, id);
    }
    if (configuration.persistItems()) {
      ItemChecks.inTheWay(work, id).forEach(oldest -> retractNow(work, oldest.id(), true));
    }
    Item item = work.publish(id, payload, publisher);
    if (configuration.deliverNotifications()) {
      work.notifyAll(new NodeEvent.Published(work.node(), item));
    }
    return id;
  }

  /** How the node is, or will be: everything is checked before it is created. */
  private NodeConfiguration toPublishAt(NodeWork work, Actor actor, PublishOptions options) {
    NodeConfiguration configuration;
    if (work.exists()) {
      access.require(actor, Action.PUBLISH, work);
      configuration = work.node().configuration();
    } else {
      configuration = configurations.bounded(options.configure(configurations.defaults()));
      if (!configuration.collections().isEmpty()) {
        throw new PubSubException(
            Reason.INVALID_OPTION,
            "'" + work.name() + "' is not there: create it in its collection before publishing");
      }
      access.requireKnown(actor, work);
      creation.requireCreatable(work, actor, configuration);
    }
    if (configuration.isCollection()) {
      throw new PubSubException(
          Reason.COLLECTION, "'" + work.name() + "' is a collection, and has no items of its own");
    }
    if (work.exists()) {
      options.requireMatch(work.node(), configurations::bounded);
    }
    return configuration;
  }

  private void createIfMissing(NodeWork work, Actor actor, NodeConfiguration configuration) {
    if (!work.exists()) {
      creation.createNow(work, actor, configuration);
    }
  }

  /**
   * Section 7.2: deletes an item.
   *
   * @param notify whether the subscribers are told, beside what the node says
   */
  public CompletableFuture<Done> retract(Actor actor, String name, String itemId, boolean notify) {
    return lanes.submit(
        name,
        work -> {
          access.requireKnown(actor, work);
          NodeConfiguration configuration = work.node().configuration();
          access.require(actor, Action.RETRACT, work);
          if (!configuration.persistItems() || configuration.isCollection()) {
            throw new PubSubException(
                Reason.ITEMS_NOT_KEPT, "'" + name + "' keeps no items, so none can be deleted");
          }
          if (actor instanceof Actor.Client client) {
            ItemChecks.requireOwn(work, client, itemId);
          }
          boolean told = notify || configuration.get(NodeOptions.NOTIFY_RETRACT);
          if (!retractNow(work, itemId, told)) {
            throw new PubSubException(
                Reason.ITEM_NOT_FOUND, "'" + name + "' has no item '" + itemId + "'");
          }
          return Done.DONE;
        });
  }

  /**
   * Says to the subscribers that many items were brought up to date, each of which they have been
   * told of. It is no change of the node: nothing is stored, and it has no version.
   *
   * @param published how many were published
   * @param retracted how many were retracted
   */
  public CompletableFuture<Done> changed(Actor actor, String name, int published, int retracted) {
    return lanes.submit(
        name,
        work -> {
          access.require(actor, Action.PUBLISH, work);
          if (work.node().configuration().deliverNotifications()) {
            work.notifyAll(new NodeEvent.Changed(work.node(), published, retracted));
          }
          return Done.DONE;
        });
  }

  private static boolean retractNow(NodeWork work, String itemId, boolean told) {
    if (!work.retract(itemId, told)) {
      return false;
    }
    if (told && work.node().configuration().deliverNotifications()) {
      work.notifyAll(new NodeEvent.Retracted(work.node(), itemId));
    }
    return true;
  }
}
