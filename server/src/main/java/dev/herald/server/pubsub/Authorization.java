package dev.herald.server.pubsub;

/** The one place that says who may do what. Called by several threads at once; must not block. */
@FunctionalInterface
public interface Authorization {

  /**
   * Whether a client may do this. The application is never asked for.
   *
   * @param node the node, or for {@link Action#CREATE} the one that would be
   */
  boolean may(Actor.Client client, Action action, Node node);
}
