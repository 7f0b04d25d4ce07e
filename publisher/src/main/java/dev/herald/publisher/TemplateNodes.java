package dev.herald.publisher;

import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives a node that is named by attributes its options before its first item, as nobody knows these
 * nodes before.
 */
final class TemplateNodes implements NodePublisher {

  private final NodePublisher target;
  private final PublishedEntities entities;
  private final Set<String> created = ConcurrentHashMap.newKeySet();

  TemplateNodes(NodePublisher target, PublishedEntities entities) {
    this.target = target;
    this.entities = entities;
  }

  @Override
  public void publish(String node, String itemId, XmlElement payload) {
    if (!created.contains(node)) {
      entities
          .ofNode(node)
          .filter(entity -> !entity.hasFixedNode())
          .ifPresent(entity -> create(node, entity));
    }
    target.publish(node, itemId, payload);
  }

  private void create(String node, PublishedEntity entity) {
    target.createNode(node, new NodeOptions(entity.maxItems(), true));
    created.add(node);
  }

  @Override
  public void createNode(String node, NodeOptions options) {
    target.createNode(node, options);
  }

  @Override
  public Collection<String> itemIds(String node) {
    return target.itemIds(node);
  }

  @Override
  public void retract(String node, String itemId) {
    target.retract(node, itemId);
  }
}
