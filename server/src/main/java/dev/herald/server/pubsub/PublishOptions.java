package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a node has to be like for an item to be published there (XEP-0060, section 7.1.5).
 *
 * @param texts values by the options' names
 */
public record PublishOptions(Map<String, List<String>> texts) {

  public static final PublishOptions NONE = new PublishOptions(Map.of());

  public PublishOptions {
    texts = Map.copyOf(texts);
  }

  /** A node that is created by publishing is like that from the start. */
  NodeConfiguration configure(NodeConfiguration before) {
    return texts.isEmpty() ? before : before.with(texts);
  }

  /**
   * That the node is like that; a value that the service does not have is none of the node's.
   *
   * @param bounded the service's limits
   */
  void requireMatch(Node node, UnaryOperator<NodeConfiguration> bounded) {
    if (!texts.isEmpty() && !matches(node.configuration(), bounded)) {
      throw new PubSubException(
          Reason.PRECONDITION_NOT_MET,
          "'" + node.name() + "' is not configured as the publish-options say: " + texts);
    }
  }

  private boolean matches(
      NodeConfiguration configuration, UnaryOperator<NodeConfiguration> bounded) {
    try {
      return bounded.apply(configure(configuration)).values().equals(configuration.values());
    } catch (PubSubException e) {
      if (texts.keySet().stream().allMatch(NodeOptions::isKnown)) {
        return false;
      }
      throw e;
    }
  }
}
