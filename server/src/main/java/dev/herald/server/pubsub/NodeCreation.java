package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 8.1: nodes are created, by a request or by what is published there. */
final class NodeCreation {

  private final NodeLanes lanes;
  private final Access access;
  private final PubSubLimits limits;
  private final Configurations configurations;

  NodeCreation(NodeLanes lanes, Access access, PubSubLimits limits, Configurations configurations) {
    this.lanes = lanes;
    this.access = access;
    this.limits = limits;
    this.configurations = configurations;
  }

  CompletableFuture<Node> create(Actor actor, String name, NodeConfiguration configuration) {
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

  /** Creates a node, whose collections know of it. */
  void createNow(NodeWork work, Actor actor, NodeConfiguration configuration) {
    Jid creator = requireCreatable(work, actor, configuration);
    created(work, configurations.bounded(configuration), creator);
  }

  private void created(NodeWork work, NodeConfiguration configuration, @Nullable Jid creator) {
    work.create(configuration, creator);
    lanes.collections().tell(work, new NodeEvent.Created(work.node()), configuration.collections());
  }

  /** That a node like this may be created; who will own it, if anybody. */
  @Nullable Jid requireCreatable(NodeWork work, Actor actor, NodeConfiguration configuration) {
    String name = work.name();
    Jid creator = actor instanceof Actor.Client client ? client.jid().bare() : null;
    access.requireFreeName(actor, work);
    // Which other nodes there are is no secret (disco lists them), so one of them is named as such.
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
      throw Configurations.childrenAreNotSet(configuration);
    }
    return creator;
  }

  CompletableFuture<Node> createOrConfigure(String name, NodeConfiguration configuration) {
    return AsyncPubSub.checked(
        () -> {
          Names.requireNode(name);
          List<String> parents = configuration.collections();
          return parents.isEmpty()
              ? settled(name, configuration)
              : lanes
                  .submit(name, work -> Configurations.added(work, parents))
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
            created(work, configuration, null);
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
}
