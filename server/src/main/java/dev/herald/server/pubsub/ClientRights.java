package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Node;
import java.util.List;

/**
 * What clients may do unless an application decides otherwise: create nodes only when configured;
 * publish where the configuration says so; else what the nodes say.
 *
 * @param createNodes whether clients may create nodes; whoever has created one owns it
 * @param publishTo the nodes that clients may publish to and retract from; a name, or a beginning
 *     followed by {@code *}
 */
public record ClientRights(boolean createNodes, List<String> publishTo) implements Authorization {

  /** Read everything that nodes let them read, change nothing. */
  public static final ClientRights READ_ONLY = new ClientRights(false, List.of());

  public ClientRights {
    publishTo = List.copyOf(publishTo);
  }

  @Override
  public Decision decide(Actor.Client client, Action action, Node node) {
    return switch (action) {
      case CREATE -> createNodes ? Decision.ALLOW : Decision.REFUSE;
      case PUBLISH, RETRACT ->
          publishTo.stream().anyMatch(p -> matches(p, node.name()))
              ? Decision.ALLOW
              : Decision.NODE;
      default -> Decision.NODE;
    };
  }

  private static boolean matches(String pattern, String node) {
    return pattern.endsWith("*")
        ? node.startsWith(pattern.substring(0, pattern.length() - 1))
        : node.equals(pattern);
  }
}
