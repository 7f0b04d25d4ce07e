package dev.herald;

import java.util.Optional;

/**
 * Writes entities in a form of the application's own. With Spring Boot a bean of this type is asked
 * before Herald's own; of several the first that answers counts.
 *
 * <p>It runs within the transaction that saves the entity, so it must be quick. When it throws, the
 * save goes on, and that change is logged as one that cannot be announced.
 */
@FunctionalInterface
public interface PayloadSerializer {

  /** The payload of an item; empty to leave it to Herald. */
  Optional<Payload> serialize(EntitySnapshot entity);
}
