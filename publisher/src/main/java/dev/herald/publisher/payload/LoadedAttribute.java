package dev.herald.publisher.payload;

import java.util.List;
import java.util.Map;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that is published, with its value as it was loaded.
 *
 * @param owner the class that has it, or inherits it
 */
public record LoadedAttribute(Class<?> owner, String name, Type type, Value value) {

  /** What an attribute holds. No managed entity is in it, only their identifiers. */
  public sealed interface Value {

    /** Null. */
    record None() implements Value {}

    /** A value that Hibernate has in one column. */
    record Basic(Type type, Object value) implements Value {}

    /** The attributes of an embeddable. */
    record Embedded(List<LoadedAttribute> attributes) implements Value {}

    /** The identifier of another entity. */
    record Reference(EntityPersister target, Object id) implements Value {}

    /** The identifiers of other entities. */
    record References(EntityPersister target, List<Object> ids) implements Value {}

    /** The elements of a collection of values. */
    record Elements(List<Value> values) implements Value {}

    /** The entries of a map of values. */
    record Entries(Map<@Nullable Object, Value> values) implements Value {}
  }
}
