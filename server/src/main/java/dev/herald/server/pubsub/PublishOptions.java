package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import java.util.List;
import java.util.Map;

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

  void requireMatch(Node node) {
    NodeConfiguration configuration = node.configuration();
    if (!texts.isEmpty() && !configure(configuration).values().equals(configuration.values())) {
      throw new PubSubException(
          Reason.PRECONDITION_NOT_MET,
          "'" + node.name() + "' is not configured as the publish-options say: " + texts);
    }
  }
}
