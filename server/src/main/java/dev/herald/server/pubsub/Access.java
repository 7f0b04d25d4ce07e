package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.AccessModel;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.PublishModel;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.util.Locale;

/**
 * The one place that says who may do what: first the application's {@link Authorization}, then the
 * node's models and affiliations (XEP-0060, sections 4.1 and 4.5).
 */
final class Access {

  private final Authorization authorization;

  Access(Authorization authorization) {
    this.authorization = authorization;
  }

  /** That a node of this name may be created. */
  void requireCreation(Actor actor, Node node) {
    if (actor instanceof Actor.Client client
        && authorization.decide(client, Action.CREATE, node) != Authorization.Decision.ALLOW) {
      throw forbidden(Action.CREATE, node);
    }
  }

  /** That the actor may do this with the node. */
  void require(Actor actor, Action action, NodeWork work) {
    if (!(actor instanceof Actor.Client client)) {
      return;
    }
    Node node = work.node();
    switch (authorization.decide(client, action, node)) {
      case ALLOW -> {}
      case REFUSE -> throw forbidden(action, node);
      case NODE -> requireOfNode(client.jid(), action, node, work.state());
    }
  }

  private static void requireOfNode(Jid jid, Action action, Node node, NodeState state) {
    Affiliation affiliation = state.affiliation(jid);
    if (affiliation == Affiliation.OUTCAST) {
      throw forbidden(action, node);
    }
    if (affiliation == Affiliation.OWNER) {
      return;
    }
    switch (action) {
      case SUBSCRIBE -> requireSubscription(affiliation, node);
      case RETRIEVE -> requireRetrieval(jid, affiliation, node, state);
      case PUBLISH -> requirePublication(jid, affiliation, node, state);
      case RETRACT -> {
        // Section 7.2.3.1; of others' items, see PublisherUseCases.
        if (!affiliation.publishes()) {
          throw forbidden(action, node);
        }
      }
      case CREATE, OWN -> throw forbidden(action, node);
    }
  }

  private static void requireSubscription(Affiliation affiliation, Node node) {
    boolean publishesOnly = affiliation == Affiliation.PUBLISH_ONLY;
    if (publishesOnly) {
      throw forbidden(Action.SUBSCRIBE, node);
    }
    if (model(node) == AccessModel.WHITELIST && !affiliation.isListed()) {
      throw closed(node);
    }
  }

  private static void requireRetrieval(
      Jid jid, Affiliation affiliation, Node node, NodeState state) {
    requireSubscription(affiliation, node);
    if (model(node) == AccessModel.AUTHORIZE
        && !affiliation.isListed()
        && state.ofAccount(jid.bare()).stream().noneMatch(Subscription::isSubscribed)) {
      throw new PubSubException(
          Reason.AUTHORIZATION_REQUIRED,
          "Only who is subscribed may read '" + node.name() + "', and an owner approves that");
    }
  }

  private static void requirePublication(
      Jid jid, Affiliation affiliation, Node node, NodeState state) {
    NodeConfiguration configuration = node.configuration();
    PublishModel model = configuration.get(NodeOptions.PUBLISH_MODEL);
    boolean may =
        affiliation.publishes()
            || model == PublishModel.OPEN
            || (model == PublishModel.SUBSCRIBERS
                && state.ofAccount(jid.bare()).stream().anyMatch(Subscription::isSubscribed));
    if (configuration.isEntity() || !may) {
      throw forbidden(Action.PUBLISH, node);
    }
  }

  /** Whether the node no longer lets this account read, so that it is notified no more. */
  static boolean isShutOut(Jid jid, Node node, NodeState state) {
    Affiliation affiliation = state.affiliation(jid);
    return affiliation == Affiliation.OUTCAST
        || affiliation == Affiliation.PUBLISH_ONLY
        || (model(node) == AccessModel.WHITELIST && !affiliation.isListed());
  }

  static AccessModel model(Node node) {
    return node.configuration().get(NodeOptions.ACCESS_MODEL);
  }

  private static PubSubException closed(Node node) {
    return new PubSubException(
        Reason.CLOSED_NODE, "'" + node.name() + "' is for those on its whitelist");
  }

  static PubSubException forbidden(Action action, Node node) {
    return new PubSubException(
        Reason.FORBIDDEN,
        "You may not " + action.name().toLowerCase(Locale.ROOT) + " at '" + node.name() + "'");
  }
}
