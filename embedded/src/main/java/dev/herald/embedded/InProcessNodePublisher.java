package dev.herald.embedded;

import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublishRefusedException;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.Collection;
import java.util.List;

/** Publishes to the PubSub service of this process, as the application that owns it. */
public final class InProcessNodePublisher implements NodePublisher {

  private final PubSubService service;

  public InProcessNodePublisher(PubSubService service) {
    this.service = service;
  }

  @Override
  public void createNode(String node, NodeOptions options) {
    service.createOrConfigure(node, configuration(options));
  }

  private static NodeConfiguration configuration(NodeOptions options) {
    return options.entity()
        ? NodeConfiguration.ofEntity(options.maxItems())
        : NodeConfiguration.INITIAL.with(
            dev.herald.server.pubsub.node.NodeOptions.MAX_ITEMS, options.maxItems());
  }

  @Override
  public Collection<String> itemIds(String node) {
    try {
      return service.items(Actor.APPLICATION, node).stream().map(Item::id).toList();
    } catch (PubSubException e) {
      if (e.reason() == Reason.NODE_NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  @Override
  public void publish(String node, String itemId, XmlElement payload) {
    try {
      service.publish(Actor.APPLICATION, node, itemId, XmlFragment.of(payload).xml());
    } catch (PubSubException e) {
      throw new PublishRefusedException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void retract(String node, String itemId) {
    try {
      service.retract(Actor.APPLICATION, node, itemId, true);
    } catch (PubSubException e) {
      // Older than max_items, or never announced: it is not there, which is what was wanted.
      if (e.reason() != Reason.ITEM_NOT_FOUND && e.reason() != Reason.NODE_NOT_FOUND) {
        throw new PublishRefusedException(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
