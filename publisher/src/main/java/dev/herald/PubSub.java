package dev.herald;

import java.util.Collection;
import java.util.function.Consumer;

/**
 * Publishes entities and anything else to nodes. Thread-safe.
 *
 * <p>Nothing here waits for a subscriber: what is published leaves on other threads, in order per
 * node. Within a transaction it leaves after the commit, and not at all after a rollback.
 */
public interface PubSub {

  /**
   * Publishes every committed change of an entity as its {@link Published} annotations say, or
   * without options; its node exists from then on, filled from the table. Once more changes
   * nothing.
   *
   * @throws IllegalArgumentException when the class is no mapped entity, or has attributes that
   *     look like secrets about which nothing has been decided
   */
  void register(Class<?> entity);

  /**
   * Registers an entity with options: on top of the annotation for the same node, else as a further
   * projection. Several of them may be registered, each with a node of its own.
   *
   * @throws IllegalArgumentException also when the entity cannot be published like this, or is
   *     published to that node with other options; before the start, the start throws it
   */
  void register(Class<?> entity, Consumer<Registration> options);

  /** Registers several entities. */
  default void register(Collection<? extends Class<?>> entities) {
    entities.forEach(this::register);
  }

  /**
   * Publishes a payload as a new item.
   *
   * @param node its NodeID, 1 to 1,023 bytes of UTF-8; the node is created when it is missing
   * @param payload text, a {@link Payload}, a DOM node, or an object that Jackson can write as XML
   * @return the generated id of the item
   * @throws IllegalArgumentException when the payload cannot be written or the name is no NodeID
   * @throws IllegalStateException when the outbox is full
   */
  String publish(String node, Object payload);

  /** Publishes a payload as the item of this id, in place of one that has it already. */
  String publish(String node, String itemId, Object payload);

  /** Takes an item back; one that is not there is no error. */
  void retract(String node, String itemId);

  /**
   * Publishes the rows of an entity as the database has them, whatever its node shows, and retracts
   * what has no row: to fill a node, or to repair it after something that was not noticed. These
   * are the rows of the highest ids, as many as the node keeps, in batches. It begins at once and
   * leaves to the calling transaction what that has not committed yet.
   *
   * @return how far it has come
   * @throws IllegalArgumentException when the entity is not published
   */
  Republication republish(Class<?> entity);

  /** The same for the rows of these ids alone. */
  Republication republish(Class<?> entity, Collection<?> ids);
}
