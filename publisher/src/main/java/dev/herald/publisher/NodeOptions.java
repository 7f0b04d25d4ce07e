package dev.herald.publisher;

import dev.herald.publisher.registration.PublishedEntity;

/**
 * How a node is to be.
 *
 * @param maxItems how many items it keeps
 * @param entity whether it mirrors an entity's table
 * @param restricted whether it is for some readers only: those whom {@link NodePublisher#restrict}
 *     has named, nobody before
 */
public record NodeOptions(int maxItems, boolean entity, boolean restricted) {

  /** A node for everybody. */
  public NodeOptions(int maxItems, boolean entity) {
    this(maxItems, entity, false);
  }

  /** A node of an entity, as that is registered. */
  public static NodeOptions of(PublishedEntity entity) {
    return new NodeOptions(entity.maxItems(), true, !entity.access().isOpen());
  }
}
