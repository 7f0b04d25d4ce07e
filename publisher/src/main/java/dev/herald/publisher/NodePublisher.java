package dev.herald.publisher;

import dev.herald.xmpp.XmlElement;
import java.util.Collection;
import java.util.Map;

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

  /**
   * The payloads of those of these items that the node has, by their ids.
   *
   * @param itemIds at most 1,000
   */
  Map<String, XmlElement> items(String node, Collection<String> itemIds);

  void publish(String node, String itemId, XmlElement payload);

  /** Takes an item back, if it is there. */
  void retract(String node, String itemId);

  /**
   * Says to the subscribers that so many items, which they have been told of, were brought up to
   * date at once. A target that has no word for it says nothing.
   */
  default void changed(String node, int published, int retracted) {}
}
