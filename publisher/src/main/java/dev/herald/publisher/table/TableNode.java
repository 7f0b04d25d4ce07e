package dev.herald.publisher.table;

import dev.herald.publisher.registration.PublishedEntity;

/**
 * A node and the entity whose rows are in it.
 *
 * @param name the entity's node, or one of those of its template
 */
record TableNode(PublishedEntity entity, String name) {

  @Override
  public String toString() {
    return "'" + name + "' of " + entity.name();
  }
}
