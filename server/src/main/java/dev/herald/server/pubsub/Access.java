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
import java.util.Map;
import java.util.function.Function;

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
    if (action == Action.RETRIEVE && node.configuration().isCollection()) {
      throw new PubSubException(
          Reason.COLLECTION_ITEMS,
          "'" + node.name() + "' is a collection: retrieve the items of the nodes in it");
    }
    switch (authorization.decide(client, action, node)) {
      case ALLOW -> {}
      case REFUSE -> throw forbidden(action, node);
      case NODE -> requireOfNode(client.jid(), action, node, work.state());
    }
  }

  /** Section 6.1.3.11: that the node was not deleted with a redirect. */
  void requireNotMoved(NodeWork work) {
    String uri = work.exists() ? null : work.stored().movedTo();
    if (uri != null) {
      throw new PubSubException.Moved("'" + work.name() + "' is at " + uri + " now", uri);
    }
  }

  /** An operation for who owns the node, which is there. */
  <T> Function<NodeWork, T> owned(Actor actor, Function<NodeWork, T> operation) {
    return work -> {
      work.node();
      require(actor, Action.OWN, work);
      return operation.apply(work);
    };
  }

  /** Whether a client may put nodes into a collection without owning it (XEP-0248, section 7.4). */
  boolean mayAssociate(Actor actor, NodeWork work) {
    if (!(actor instanceof Actor.Client client)
        || work.state().affiliation(client.jid()) == Affiliation.OUTCAST) {
      return false;
    }
    NodeConfiguration configuration = work.node().configuration();
    return switch (configuration.get(NodeOptions.ASSOCIATION_POLICY)) {
      case ALL -> true;
      case OWNER -> false;
      case WHITELIST ->
          configuration.get(NodeOptions.ASSOCIATION_WHITELIST).contains(client.jid().bare());
    };
  }

  /** Whether somebody who is subscribed may stay so. */
  boolean maySubscribe(Jid jid, Node node, NodeState state) {
    return switch (authorization.decide(new Actor.Client(jid), Action.SUBSCRIBE, node)) {
      case ALLOW -> true;
      case REFUSE -> false;
      case NODE -> !isShutOut(state.affiliation(jid), node);
    };
  }

  /**
   * Whether a subscriber of a collection gets what happens at a node in it: whoever could not
   * subscribe to the node does not get around that by its collection.
   */
  boolean reaches(Jid jid, Node node, Map<Jid, Affiliation> affiliated) {
    return switch (authorization.decide(new Actor.Client(jid), Action.SUBSCRIBE, node)) {
      case ALLOW -> true;
      case REFUSE -> false;
      case NODE -> {
        Affiliation affiliation = affiliated.getOrDefault(jid.bare(), Affiliation.NONE);
        yield !isShutOut(affiliation, node)
            && (model(node) == AccessModel.OPEN || affiliation.isListed());
      }
    };
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
      case PURGE -> {
        if (affiliation != Affiliation.PUBLISHER) {
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
  private static boolean isShutOut(Affiliation affiliation, Node node) {
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
