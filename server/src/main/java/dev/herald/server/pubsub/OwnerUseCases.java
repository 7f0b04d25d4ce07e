package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.xmpp.Jid;
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
  private final PubSubLimits limits;
  private final Configurations configurations;

  OwnerUseCases(NodeLanes lanes, Access access, PubSubLimits limits) {
    this.lanes = lanes;
    this.access = access;
    this.limits = limits;
    this.configurations = new Configurations(lanes, access, limits);
  }

  /** Section 8.3: how a node is unless it is configured. */
  public NodeConfiguration defaults() {
    return configurations.defaults();
  }

  /** Section 8.1. */
  public CompletableFuture<Node> create(Actor actor, String name, NodeConfiguration configuration) {
    return AsyncPubSub.checked(
        () -> {
          Names.requireNode(name);
          List<String> parents = configuration.collections();
          return parents.isEmpty()
              ? creation(actor, name, configuration)
              : lanes
                  .submit(
                      name,
                      work -> {
                        requireCreatable(work, actor, configuration);
                        return Done.DONE;
                      })
                  .thenCompose(
                      done ->
                          lanes
                              .collections()
                              .within(
                                  actor,
                                  name,
                                  parents,
                                  () -> creation(actor, name, configuration)));
        });
  }

  private CompletableFuture<Node> creation(
      Actor actor, String name, NodeConfiguration configuration) {
    return lanes.submit(
        name,
        work -> {
          createNow(work, actor, configuration);
          return work.node();
        });
  }

  Configurations configurations() {
    return configurations;
  }

  /** Creates a node, whose collections know of it. */
  void createNow(NodeWork work, Actor actor, NodeConfiguration configuration) {
    Jid creator = requireCreatable(work, actor, configuration);
    work.create(configurations.bounded(configuration), creator);
  }

  /** That a node like this may be created; who will own it, if anybody. */
  @Nullable Jid requireCreatable(NodeWork work, Actor actor, NodeConfiguration configuration) {
    String name = work.name();
    Jid creator = actor instanceof Actor.Client client ? client.jid().bare() : null;
    // Which nodes there are is no secret (disco lists them), so one that is there is named as such.
    if (work.exists()) {
      throw new PubSubException(Reason.NODE_EXISTS, "There is a node '" + name + "' already");
    }
    access.requireCreation(actor, new Node(name, "", 0, configuration, creator, NodeWork.now()));
    if (creator != null && work.stored().nodesOf(creator) >= limits.nodesPerAccount()) {
      throw new PubSubException(
          Reason.TOO_MANY_NODES,
          "%s has its limit of %d nodes; delete one first"
              .formatted(creator, limits.nodesPerAccount()));
    }
    if (creator != null && work.stored().nodes() >= limits.nodes()) {
      throw new PubSubException(
          Reason.TOO_MANY_NODES, "The service has its limit of " + limits.nodes() + " nodes");
    }
    if (!configuration.get(NodeOptions.CHILDREN).isEmpty()) {
      throw Configurations.childrenAreNotSet();
    }
    return creator;
  }

  /** For the application: creates the node, or gives one that is there this configuration. */
  public CompletableFuture<Node> createOrConfigure(String name, NodeConfiguration configuration) {
    return AsyncPubSub.checked(
        () -> {
          Names.requireNode(name);
          List<String> parents = configuration.collections();
          return parents.isEmpty()
              ? settled(name, configuration)
              : lanes
                  .submit(name, work -> added(work, parents))
                  .thenCompose(
                      added ->
                          lanes
                              .collections()
                              .within(
                                  Actor.APPLICATION,
                                  name,
                                  added,
                                  () -> settled(name, configuration)));
        });
  }

  private CompletableFuture<Node> settled(String name, NodeConfiguration configuration) {
    return lanes.submit(
        name,
        work -> {
          if (!work.exists()) {
            work.create(configuration, null);
            return work.node();
          }
          NodeConfiguration before = work.node().configuration();
          NodeConfiguration after =
              configuration.with(NodeOptions.CHILDREN, before.get(NodeOptions.CHILDREN));
          if (!before.values().equals(after.values())) {
            configurations.configure(work, after);
          }
          return work.node();
        });
  }

  private static List<String> added(NodeWork work, List<String> parents) {
    List<String> before = work.exists() ? work.node().configuration().collections() : List.of();
    return parents.stream().filter(parent -> !before.contains(parent)).toList();
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
                actor, work -> added(work, configurations.changed(work, texts).collections())))
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
    if (configuration.get(NodeOptions.NOTIFY_DELETE)) {
      work.notify(new NodeEvent.Deleted(node, redirect), work.state().all());
    }
    work.delete(redirect);
    String name = node.name();
    CollectionNodes collections = lanes.collections();
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
