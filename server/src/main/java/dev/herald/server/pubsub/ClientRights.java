package dev.herald.server.pubsub;

import java.util.List;

/**
 * What clients may do unless an application decides otherwise: read everything; publish where the
 * configuration says so and to nodes of their own; create nodes only when configured.
 *
 * @param createNodes whether clients may create nodes; whoever created one may publish to it
 * @param publishTo the nodes that clients may publish to and retract from; a name, or a beginning
 *     followed by {@code *}
 */
public record ClientRights(boolean createNodes, List<String> publishTo) implements Authorization {

  /** Read everything, change nothing. */
  public static final ClientRights READ_ONLY = new ClientRights(false, List.of());

  public ClientRights {
    publishTo = List.copyOf(publishTo);
  }

  @Override
  public boolean may(Actor.Client client, Action action, Node node) {
    return switch (action) {
      case SUBSCRIBE, RETRIEVE -> true;
      case CREATE -> createNodes;
      case DELETE -> isOwner(client, node);
      case PUBLISH, RETRACT ->
          isOwner(client, node) || publishTo.stream().anyMatch(p -> matches(p, node.name()));
    };
  }

  private static boolean isOwner(Actor.Client client, Node node) {
    return node.owner() instanceof Actor.Client owner
        && owner.jid().bare().equals(client.jid().bare());
  }

  private static boolean matches(String pattern, String node) {
    return pattern.endsWith("*")
        ? node.startsWith(pattern.substring(0, pattern.length() - 1))
        : node.equals(pattern);
  }
}
