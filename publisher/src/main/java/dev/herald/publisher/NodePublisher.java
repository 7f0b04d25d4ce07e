package dev.herald.publisher;

import dev.herald.publisher.registration.NodeAccess;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The port to where the nodes are: the PubSub service of this process, or an XMPP server.
 *
 * <p>Changes of one item come one after the other, each when the one before has been answered;
 * those of other items and nodes come meanwhile, in their order, and must be done in that order
 * within a node. An answer that fails is asked for again, except after a {@link
 * PublishRefusedException}; an answer that does not come within a minute counts as failed.
 */
public interface NodePublisher {

  /**
   * Says who may read certain nodes; before any of them is created here, and before any client of a
   * target in this process comes. Open ones are said too.
   *
   * @throws IllegalStateException when the target cannot see to it
   */
  default void restrict(NodeAccess access) {
    if (!access.isOpen()) {
      throw new IllegalStateException(
          "'%s' is for %s only, which %s cannot see to: publish it without that, or to the server in this process"
              .formatted(access.nodes(), access.readers(), getClass().getName()));
    }
  }

  /** Whether it can be reached; a start does not wait for one that cannot. */
  default boolean isReachable() {
    return true;
  }

  /**
   * Creates the node, or gives one that exists these options. A target that cannot be reached does
   * so when it can.
   */
  void createNode(String node, NodeOptions options);

  /** The ids of the items that the node has; none when there is no such node. */
  Collection<String> itemIds(String node);

  /** The names of the nodes that begin like this. */
  Collection<String> nodes(String prefix);

  /**
   * The payloads of those of these items that the node has, by their ids.
   *
   * @param itemIds at most 1,000
   */
  Map<String, XmlElement> items(String node, Collection<String> itemIds);

  /** Publishes an item; answered when the target will not lose it any more. */
  CompletionStage<Void> publish(String node, String itemId, XmlFragment payload);

  /** Takes an item back, if it is there. */
  CompletionStage<Void> retract(String node, String itemId);

  /**
   * Says to the subscribers that so many items, which they have been told of, were brought up to
   * date at once. A target that has no word for it says nothing.
   */
  default void changed(String node, int published, int retracted) {}
}
