package dev.herald.publisher.payload;

import dev.herald.publisher.attributes.PublishedAttributes;
import dev.herald.publisher.payload.LoadedAttribute.Value;
import java.sql.Blob;
import java.sql.Clob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Hibernate;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is published of an instance, from what is loaded already: what is not, is left out,
 * and nothing is ever loaded for it.
 */
public final class LoadedAttributes {

  private final PublishedAttributes published;
  private final SessionFactoryImplementor factory;

  public LoadedAttributes(PublishedAttributes published, SessionFactoryImplementor factory) {
    this.published = published;
    this.factory = factory;
  }

  /**
   * Reads one instance.
   *
   * @param persister of the instance's own class
   * @param state in the order of the persister's properties
   */
  public List<LoadedAttribute> of(EntityPersister persister, Object id, @Nullable Object[] state) {
    List<LoadedAttribute> attributes = new ArrayList<>();
    Class<?> owner = persister.getMappedClass();
    String idName = persister.getIdentifierPropertyName();
    if (idName != null) {
      add(attributes, owner, "", idName, persister.getIdentifierType(), id);
    }
    String[] names = persister.getPropertyNames();
    Type[] types = persister.getPropertyTypes();
    for (int i = 0; i < names.length; i++) {
      add(attributes, owner, "", names[i], types[i], state[i]);
    }
    return attributes;
  }

  private void add(
      List<LoadedAttribute> attributes,
      Class<?> owner,
      String prefix,
      String name,
      Type type,
      @Nullable Object value) {
    String path = prefix.isEmpty() ? name : prefix + name;
    if (value == LazyPropertyInitializer.UNFETCHED_PROPERTY
        // An attribute of a wider type may hold one; their content is a load away.
        || value instanceof Blob
        || value instanceof Clob
        || !published.includes(owner, path, type)) {
      return;
    }
    Value read =
        type instanceof CollectionType collection
            ? collection(collection, path, value)
            : value(type, path, value);
    if (read != null) {
      attributes.add(new LoadedAttribute(owner, name, type, read));
    }
  }

  /** Null when an entity that is referred to has no id yet. */
  private @Nullable Value value(Type type, String path, @Nullable Object value) {
    if (value == null) {
      return new Value.None();
    }
    if (type instanceof EntityType reference) {
      EntityPersister target = EntityIds.target(reference, factory);
      Object id = EntityIds.referenced(value, target);
      return id == null ? null : new Value.Reference(target, id);
    }
    return type instanceof CompositeType embedded
        ? embedded(embedded, path + ".", value)
        : new Value.Basic(type, value);
  }

  private Value embedded(CompositeType type, String prefix, Object value) {
    List<LoadedAttribute> attributes = new ArrayList<>();
    String[] names = type.getPropertyNames();
    Type[] types = type.getSubtypes();
    Object[] values = type.getPropertyValues(value);
    for (int i = 0; i < names.length; i++) {
      add(attributes, type.getReturnedClass(), prefix, names[i], types[i], values[i]);
    }
    return new Value.Embedded(attributes);
  }

  /** Null when it is not loaded, or when an element has no id yet: a list without it is wrong. */
  private @Nullable Value collection(CollectionType type, String path, @Nullable Object value) {
    if (!Hibernate.isInitialized(value)) {
      return null;
    }
    Type elements = type.getElementType(factory);
    if (elements instanceof EntityType reference) {
      return references(EntityIds.target(reference, factory), value);
    }
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, Value> entries = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Value read = value(elements, path, entry.getValue());
        if (read != null) {
          entries.put(entry.getKey(), read);
        }
      }
      return new Value.Entries(entries);
    }
    List<Value> values = new ArrayList<>();
    for (Object element : elements(value)) {
      Value read = value(elements, path, element);
      if (read != null) {
        values.add(read);
      }
    }
    return new Value.Elements(values);
  }

  private @Nullable Value references(EntityPersister target, @Nullable Object value) {
    List<Object> ids = new ArrayList<>();
    for (Object element : elements(value)) {
      // A list with an index column has null where there is no row.
      if (element != null) {
        Object id = EntityIds.referenced(element, target);
        if (id == null) {
          return null;
        }
        ids.add(id);
      }
    }
    return new Value.References(target, ids);
  }

  private static Iterable<?> elements(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values();
    }
    return value instanceof Collection<?> collection ? collection : List.of();
  }
}
