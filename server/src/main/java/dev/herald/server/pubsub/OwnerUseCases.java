package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0060, sections 8.1 to 8.5: what owners do with nodes. Answers are as those of {@link
 * AsyncPubSub}.
 */
public final class OwnerUseCases {

  private static final int MAX_URI = 1_000;

  private final NodeLanes lanes;
  private final Access access;
  private final Configurations configurations;
  private final NodeCreation creation;

  OwnerUseCases(
      NodeLanes lanes, Access access, Configurations configurations, NodeCreation creation) {
    this.lanes = lanes;
    this.access = access;
    this.configurations = configurations;
    this.creation = creation;
  }

  /** Section 8.3: how a node is unless it is configured. */
  public NodeConfiguration defaults() {
    return configurations.defaults();
  }

  /** Section 8.1. */
  public CompletableFuture<Node> create(Actor actor, String name, NodeConfiguration configuration) {
    return creation.create(actor, name, configuration);
  }

  /** For the application: creates the node, or gives one that is there this configuration. */
  public CompletableFuture<Node> createOrConfigure(String name, NodeConfiguration configuration) {
    return creation.createOrConfigure(name, configuration);
  }

  /** Section 8.2: the node, for who may configure it. */
  public CompletableFuture<Node> configuration(Actor actor, String name) {
    return lanes.submit(name, access.owned(actor, NodeWork::node));
  }

  /** Section 8.2.4: changes options; whoever may not read the node any more is unsubscribed. */
  public CompletableFuture<Node> configure(
      Actor actor, String name, Map<String, List<String>> texts) {
    Supplier<CompletableFuture<Node>> configuring =
        () ->
            lanes.submit(
                name,
                access.owned(
                    actor,
                    work -> {
                      configurations.configure(work, configurations.changed(work, texts));
                      return work.node();
                    }));
    if (!texts.containsKey(NodeOptions.COLLECTION.name())) {
      return configuring.get();
    }
    return lanes
        .submit(
            name,
            access.owned(
                actor,
                work ->
                    Configurations.added(work, configurations.changed(work, texts).collections())))
        .thenCompose(added -> lanes.collections().within(actor, name, added, configuring));
  }

  /**
   * Section 8.4: the subscribers are told, those who wait for an approval too.
   *
   * @param redirect the URI of where the node is now, in up to 1,000 characters; null for nowhere
   */
  public CompletableFuture<Done> delete(Actor actor, String name, @Nullable String redirect) {
    return AsyncPubSub.checked(
        () -> {
          if (redirect != null && (redirect.isBlank() || redirect.length() > MAX_URI)) {
            throw new PubSubException(
                Reason.INVALID_OPTION,
                "The URI of a redirect has 1 to %d characters; this one has %d"
                    .formatted(MAX_URI, redirect.length()));
          }
          return lanes.submit(name, access.owned(actor, work -> deleteNow(work, redirect)));
        });
  }

  private Done deleteNow(NodeWork work, @Nullable String redirect) {
    Node node = work.node();
    NodeConfiguration configuration = node.configuration();
    CollectionNodes collections = lanes.collections();
    if (configuration.get(NodeOptions.NOTIFY_DELETE)) {
      NodeEvent event = new NodeEvent.Deleted(node, redirect);
      work.notify(event, work.state().all());
      collections.tell(work, event, configuration.collections());
    }
    work.delete(redirect);
    String name = node.name();
    configuration
        .collections()
        .forEach(parent -> work.afterwards(() -> collections.abandon(name, parent)));
    configuration
        .get(NodeOptions.CHILDREN)
        .forEach(child -> work.afterwards(() -> collections.orphan(child, name)));
    return Done.DONE;
  }

  /** Section 8.5: for owners and publishers (section 4.1). */
  public CompletableFuture<Done> purge(Actor actor, String name) {
    return lanes.submit(
        name,
        work -> {
          access.requireKnown(actor, work);
          NodeConfiguration configuration = work.node().configuration();
          access.require(actor, Action.PURGE, work);
          if (!configuration.persistItems() || configuration.isCollection()) {
            throw new PubSubException(
                Reason.ITEMS_NOT_KEPT, "'" + name + "' keeps no items, so none can be deleted");
          }
          work.purge();
          if (configuration.deliverNotifications()) {
            work.notifyAll(new NodeEvent.Purged(work.node()));
          }
          return Done.DONE;
        });
  }
}
