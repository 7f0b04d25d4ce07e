package dev.herald.publisher;

import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.publisher.table.TableFill;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import jakarta.persistence.PersistenceException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a node that is named by attributes when its first item comes, as nobody knows it before:
 * gives it its options, and fills it from the table when it is empty.
 */
final class TemplateNodes implements NodePublisher {

  private static final Logger log = LoggerFactory.getLogger(TemplateNodes.class);

  private final NodePublisher target;
  private final PublishedEntities entities;
  private final TableFill fill;

  /** Nodes of entities that need not be looked at again. */
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  TemplateNodes(NodePublisher target, PublishedEntities entities, TableFill fill) {
    this.target = target;
    this.entities = entities;
    this.fill = fill;
  }

  @Override
  public CompletionStage<Void> publish(String node, String itemId, XmlFragment payload) {
    if (!known.contains(node)) {
      entities.ofNode(node).ifPresent(entity -> look(node, entity));
    }
    return target.publish(node, itemId, payload);
  }

  private void look(String node, PublishedEntity entity) {
    if (!entity.hasFixedNode()) {
      create(node, entity);
    }
    known.add(node);
  }

  private void create(String node, PublishedEntity entity) {
    target.createNode(node, NodeOptions.of(entity));
    if (target.itemIds(node).isEmpty()) {
      try {
        fill.fill(entity, node);
      } catch (PersistenceException e) {
        log.warn("{} cannot be read; '{}' begins with what is saved now", entity.name(), node, e);
      }
    }
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
  public Collection<String> nodes(String prefix) {
    return target.nodes(prefix);
  }

  @Override
  public Map<String, XmlElement> items(String node, Collection<String> itemIds) {
    return target.items(node, itemIds);
  }

  @Override
  public void changed(String node, int published, int retracted) {
    target.changed(node, published, retracted);
  }

  @Override
  public CompletionStage<Void> retract(String node, String itemId) {
    return target.retract(node, itemId);
  }
}
