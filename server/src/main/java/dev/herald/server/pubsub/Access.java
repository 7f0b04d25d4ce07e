package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.AccessModel;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.PublishModel;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.sasl.Login;
import dev.herald.xmpp.Jid;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The one place that says who may do what: first the application's {@link Authorization}, then, of
 * reading, the {@link ReadRule} for the node, then the node's models and affiliations (XEP-0060,
 * sections 4.1 and 4.5).
 */
final class Access {

  private final Authorization authorization;
  private final Readers readers;

  Access(Readers readers) {
    this.authorization = readers.authorization();
    this.readers = readers;
  }

  /** That a node of this name may be created. */
  void requireCreation(Actor actor, Node node) {
    if (actor instanceof Actor.Client client
        && authorization.decide(client, Action.CREATE, node) != Authorization.Decision.ALLOW) {
      throw forbidden(Action.CREATE, node);
    }
  }

  /** That a name is not one of the application's own nodes, which only it creates. */
  void requireFreeName(Actor actor, NodeWork work) {
    String name = work.name();
    if (actor instanceof Actor.Client client && readers.covers(name)) {
      if (!readers.permits(client.login(), name)) {
        throw unread(client, name);
      }
      throw new PubSubException(
          Reason.FORBIDDEN, "'" + name + "' is a node of the application, which creates it");
    }
  }

  /**
   * That the actor may know whether there is a node of this name: what is refused to who may not
   * read it does not depend on that.
   */
  void requireKnown(Actor actor, NodeWork work) {
    if (actor instanceof Actor.Client client
        && !work.exists()
        && !readers.permits(client.login(), work.name())) {
      throw unread(client, work.name());
    }
  }

  /** That the actor may know how the node is; of open nodes, everybody may. */
  void requireDescribed(Actor actor, NodeWork work) {
    requireKnown(actor, work);
    if (actor instanceof Actor.Client client && !readers.permits(client.login(), work.node())) {
      switch (authorization.decide(client, Action.RETRIEVE, work.node())) {
        case ALLOW -> {}
        case REFUSE, NODE -> throw unread(client, work.name());
      }
    }
  }

  /** The same, unless an address of the actor's is subscribed: that may always end. */
  void requireDescribed(Actor actor, NodeWork work, Jid subscriber) {
    if (!work.exists() || work.state().of(subscriber).isEmpty()) {
      requireDescribed(actor, work);
    }
  }

  /** Whether the actor is told that there is a node of this name. */
  boolean mayList(Actor actor, String name) {
    return !(actor instanceof Actor.Client client) || readers.lists(client.login(), name);
  }

  /** That the actor may do this with the node. */
  void require(Actor actor, Action action, NodeWork work) {
    if (!(actor instanceof Actor.Client client)) {
      return;
    }
    requireKnown(actor, work);
    Node node = work.node();
    if (action == Action.RETRIEVE && node.configuration().isCollection()) {
      throw new PubSubException(
          Reason.COLLECTION_ITEMS,
          "'" + node.name() + "' is a collection: retrieve the items of the nodes in it");
    }
    switch (authorization.decide(client, action, node)) {
      case ALLOW -> {}
      case REFUSE ->
          throw readers.permits(client.login(), node)
              ? forbidden(action, node)
              : unread(client, node.name());
      case NODE -> {
        requireReader(client, action, node, work.state());
        requireOfNode(client.jid(), action, node, work.state());
      }
    }
  }

  /** Whoever may not read is refused all else by the same words, unless he owns the node. */
  private void requireReader(Actor.Client client, Action action, Node node, NodeState state) {
    boolean managed = !isReading(action) && state.affiliation(client.jid()) == Affiliation.OWNER;
    if (!managed && !readers.permits(client.login(), node)) {
      throw unread(client, node.name());
    }
  }

  private static boolean isReading(Action action) {
    return action == Action.SUBSCRIBE || action == Action.RETRIEVE;
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
      requireKnown(actor, work);
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

  /**
   * Whether somebody who is subscribed may stay so. Of several who are connected by a bare JID, one
   * is enough: each of them is asked about when something is delivered.
   */
  boolean maySubscribe(Jid jid, Node node, NodeState state) {
    return maySubscribe(jid, node, !isShutOut(state.affiliation(jid), node));
  }

  private boolean maySubscribe(Jid jid, Node node, boolean byNode) {
    return readers.subscribed(jid).stream()
        .anyMatch(
            client ->
                switch (authorization.decide(client, Action.SUBSCRIBE, node)) {
                  case ALLOW -> true;
                  case REFUSE -> false;
                  case NODE -> byNode && mayRead(client, node);
                });
  }

  /** What somebody who is not connected is allowed is found when he is. */
  private boolean mayRead(Actor.Client client, Node node) {
    return client.login() == null || readers.permits(client.login(), node);
  }

  /**
   * Whether a subscriber of a collection gets what happens at a node in it: whoever could not
   * subscribe to the node does not get around that by its collection.
   */
  boolean reaches(Jid jid, Node node, Map<Jid, Affiliation> affiliated) {
    Affiliation affiliation = affiliated.getOrDefault(jid.bare(), Affiliation.NONE);
    boolean byNode =
        !isShutOut(affiliation, node)
            && (model(node) == AccessModel.OPEN
                || node.configuration().isRestricted()
                || affiliation.isListed());
    return maySubscribe(jid, node, byNode);
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
    if (isClosedTo(affiliation, node)) {
      throw closed(node.name());
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
        || isClosedTo(affiliation, node);
  }

  /** A restricted node has its rule for a whitelist. */
  private static boolean isClosedTo(Affiliation affiliation, Node node) {
    return model(node) == AccessModel.WHITELIST
        && !node.configuration().isRestricted()
        && !affiliation.isListed();
  }

  static AccessModel model(Node node) {
    return node.configuration().get(NodeOptions.ACCESS_MODEL);
  }

  private static PubSubException closed(String node) {
    return new PubSubException(Reason.CLOSED_NODE, "'" + node + "' is for those on its whitelist");
  }

  /** Sections 6.1.3.6, for who is anonymous, and 6.1.3.4: the application has the whitelist. */
  private static PubSubException unread(Actor.Client client, String node) {
    Login login = client.login();
    return login != null && login.anonymous()
        ? new PubSubException(Reason.FORBIDDEN, "'" + node + "' is not for who has not logged in")
        : closed(node);
  }

  static PubSubException forbidden(Action action, Node node) {
    return new PubSubException(
        Reason.FORBIDDEN,
        "You may not " + action.name().toLowerCase(Locale.ROOT) + " at '" + node.name() + "'");
  }
}
