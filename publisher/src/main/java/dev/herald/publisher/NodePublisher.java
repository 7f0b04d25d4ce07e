package dev.herald.publisher;

import dev.herald.xmpp.XmlElement;
import java.util.Collection;

/**
 * The port to where the nodes are: the PubSub service of this process, or an XMPP server. Calls for
 * one node come one at a time and in order, for several nodes at once.
 *
 * <p>An operation that fails is tried again, except after a {@link PublishRefusedException}.
 */
public interface NodePublisher {

  /** Creates the node, or gives one that exists these options. */
  void createNode(String node, NodeOptions options);

  /** The ids of the items that the node has; none when there is no such node. */
  Collection<String> itemIds(String node);

  void publish(String node, String itemId, XmlElement payload);

  /** Takes an item back, if it is there. */
  void retract(String node, String itemId);
}
