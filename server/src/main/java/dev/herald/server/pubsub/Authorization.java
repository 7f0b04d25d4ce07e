package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Node;

/**
 * What the application says of who may do what, beside what a node's own models and affiliations
 * say. Called by several threads at once; must not block.
 */
@FunctionalInterface
public interface Authorization {

  /** What it says. */
  enum Decision {
    /** Whatever the node says. */
    ALLOW,
    /** Whatever the node says. */
    REFUSE,
    /** The node's access model, publish model and affiliations decide. */
    NODE
  }

  /**
   * Whether a client may do this. The application and components are never asked for.
   *
   * @param node the node, or for {@link Action#CREATE} the one that would be
   */
  Decision decide(Actor.Client client, Action action, Node node);
}
