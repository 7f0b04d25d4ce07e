package dev.herald.publisher.payload;

import dev.herald.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hibernate.persister.entity.EntityPersister;

/**
 * An instance that is to be written as an item.
 *
 * @param application the first part of the name of its model
 * @param entity JPA's name of the entity that is published, which may be a superclass
 * @param node its node as it was registered
 * @param persister of the instance's own class
 * @param changed published attributes that an update has changed, in the order of the attributes
 * @param changesKnown whether these are all of them
 */
public record EntityItem(
    String application,
    String entity,
    String node,
    EntityPersister persister,
    Object id,
    Operation operation,
    Set<String> changed,
    boolean changesKnown,
    Instant at,
    List<LoadedAttribute> attributes) {

  String model() {
    return application + "." + entity;
  }

  String itemId() {
    return EntityIds.text(persister, id);
  }

  /** The operation as a payload names it. */
  String op() {
    return operation.name().toLowerCase(Locale.ROOT);
  }
}
