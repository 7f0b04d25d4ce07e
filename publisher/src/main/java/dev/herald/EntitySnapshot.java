package dev.herald;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is published of an entity, as it was flushed. It holds copies and no entity, so that nothing
 * can be loaded by it.
 *
 * @param entity JPA's name of the entity
 * @param node the node as it was registered, with the attributes of a template in braces: which of
 *     several projections it is
 * @param itemId the id as the item has it
 * @param operation what has happened to it
 * @param changed the published attributes that an update has changed; empty when that is not known
 * @param at when it was flushed
 * @param attributes the attributes that are loaded and published, by name: a value as the entity
 *     has it, an embeddable as a map, an association as the id of the other entity or a list of
 *     them, a collection as a list or a map, and null
 */
public record EntitySnapshot(
    String entity,
    String node,
    String itemId,
    Operation operation,
    Set<String> changed,
    Instant at,
    Map<String, @Nullable Object> attributes) {

  public EntitySnapshot {
    changed = Set.copyOf(changed);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
