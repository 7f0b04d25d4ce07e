package dev.herald.publisher.payload;

import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlCharacters;
import dev.herald.xmpp.XmlElement;
import java.sql.Blob;
import java.sql.Clob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.hibernate.Hibernate;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an entity as {@code <field>} elements, from what is loaded already: what is
 * not, is left out, and nothing is ever loaded for it.
 */
public final class EntityFields {

  static final String NAMESPACE = "urn:herald:entity:1";

  private final PublishedEntity entity;
  private final SessionFactoryImplementor factory;
  private final IntConsumer onReplaced;

  /**
   * @param onReplaced told how many characters XML could not carry
   */
  public EntityFields(PublishedEntity entity, IntConsumer onReplaced) {
    this.entity = entity;
    this.factory = entity.factory();
    this.onReplaced = onReplaced;
  }

  /**
   * Serialises one instance.
   *
   * @param persister of the instance's own class
   * @param state in the order of the persister's properties
   */
  public List<XmlElement> of(EntityPersister persister, Object id, @Nullable Object[] state) {
    List<XmlElement> fields = new ArrayList<>();
    Class<?> owner = persister.getMappedClass();
    String idName = persister.getIdentifierPropertyName();
    if (idName != null) {
      add(fields, owner, "", idName, persister.getIdentifierType(), id);
    }
    String[] names = persister.getPropertyNames();
    Type[] types = persister.getPropertyTypes();
    for (int i = 0; i < names.length; i++) {
      add(fields, owner, "", names[i], types[i], state[i]);
    }
    return fields;
  }

  /**
   * An identifier as text; the parts of a composite one in their order, with commas between, and
   * those in the parts written as %2C.
   */
  public static String idText(EntityPersister persister, @Nullable Object id) {
    return idText(persister.getIdentifierType(), id, persister.getFactory());
  }

  private static String idText(Type type, @Nullable Object id, SessionFactoryImplementor factory) {
    if (id == null) {
      return "";
    }
    if (type instanceof CompositeType composite) {
      List<String> parts = new ArrayList<>();
      Type[] types = composite.getSubtypes();
      Object[] values = composite.getPropertyValues(id);
      for (int i = 0; i < types.length; i++) {
        String part = idText(types[i], values[i], factory);
        parts.add(part.replace("%", "%25").replace(",", "%2C"));
      }
      return String.join(",", parts);
    }
    if (type instanceof EntityType reference) {
      EntityPersister target = target(reference, factory);
      return idText(target.getIdentifierType(), referencedId(id, target), factory);
    }
    return AttributeText.of(id);
  }

  private void add(
      List<XmlElement> fields,
      Class<?> owner,
      String prefix,
      String name,
      Type type,
      @Nullable Object value) {
    if (value == LazyPropertyInitializer.UNFETCHED_PROPERTY
        // Their content is a load away.
        || value instanceof Blob
        || value instanceof Clob
        || isAny(type)
        || !entity.attributes().includes(owner, prefix + name, type.getReturnedClass())) {
      return;
    }
    XmlElement.Builder field = XmlElement.builder(NAMESPACE, "field").attribute("name", name);
    if (type instanceof EntityType reference) {
      toOne(field.attribute("rel", rel(owner, name)), reference, value);
    } else if (type instanceof CollectionType collection) {
      if (!Hibernate.isInitialized(value)) {
        return;
      }
      if (!toMany(field.attribute("rel", rel(owner, name)), collection, prefix + name, value)) {
        return;
      }
    } else {
      field.attribute("type", AttributeText.typeName(type.getReturnedClass()));
      if (value == null) {
        none(field);
      } else if (type instanceof CompositeType embedded) {
        field.addAll(embedded(embedded, prefix + name + ".", value));
      } else {
        field.text(legal(AttributeText.of(value)));
      }
    }
    fields.add(field.build());
  }

  /** An association to any entity: there is no one model that it could name. */
  private boolean isAny(Type type) {
    return type.isAnyType()
        || (type instanceof CollectionType collection
            && collection.getElementType(factory).isAnyType());
  }

  private List<XmlElement> embedded(CompositeType type, String prefix, Object value) {
    List<XmlElement> fields = new ArrayList<>();
    String[] names = type.getPropertyNames();
    Type[] types = type.getSubtypes();
    Object[] values = type.getPropertyValues(value);
    for (int i = 0; i < names.length; i++) {
      add(fields, type.getReturnedClass(), prefix, names[i], types[i], values[i]);
    }
    return fields;
  }

  private void toOne(XmlElement.Builder field, EntityType type, @Nullable Object value) {
    EntityPersister target = target(type, factory);
    field.attribute("to", model(target));
    if (value == null) {
      none(field);
    } else {
      field.text(legal(idText(target, referencedId(value, target))));
    }
  }

  /** False when an element has no id yet: a list without it would be wrong. */
  private boolean toMany(
      XmlElement.Builder field, CollectionType type, String path, @Nullable Object value) {
    Type elements = type.getElementType(factory);
    if (!(elements instanceof EntityType reference)) {
      field.attribute("type", AttributeText.typeName(elements.getReturnedClass()));
      if (value instanceof Map<?, ?> map) {
        map.forEach(
            (key, element) -> field.add(value(elements, path, element).attribute("key", key(key))));
      } else {
        elements(value).forEach(element -> field.add(value(elements, path, element)));
      }
      return true;
    }
    EntityPersister target = target(reference, factory);
    field.attribute("to", model(target));
    for (Object element : elements(value)) {
      // A list with an index column has null where there is no row.
      Object id = element == null ? null : referencedId(element, target);
      if (element != null && id == null) {
        return false;
      }
      if (id != null) {
        field.add(
            XmlElement.builder(NAMESPACE, "object").attribute("pk", legal(idText(target, id))));
      }
    }
    return true;
  }

  private XmlElement.Builder value(Type type, String path, @Nullable Object element) {
    XmlElement.Builder value = XmlElement.builder(NAMESPACE, "value");
    if (element == null) {
      none(value);
    } else if (type instanceof CompositeType embedded) {
      value.addAll(embedded(embedded, path + ".", element));
    } else {
      value.text(legal(AttributeText.of(element)));
    }
    return value;
  }

  private String key(@Nullable Object key) {
    return key == null ? "" : legal(AttributeText.of(key));
  }

  private static Iterable<?> elements(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values();
    }
    return value instanceof Collection<?> collection ? collection : List.of();
  }

  /** JPA's word for an association or a collection, as in its annotation. */
  private String rel(Class<?> owner, String attribute) {
    return switch (factory
        .getJpaMetamodel()
        .managedType(owner)
        .getAttribute(attribute)
        .getPersistentAttributeType()) {
      case MANY_TO_ONE -> "ManyToOne";
      case ONE_TO_ONE -> "OneToOne";
      case ONE_TO_MANY -> "OneToMany";
      case MANY_TO_MANY -> "ManyToMany";
      default -> "ElementCollection";
    };
  }

  private String model(EntityPersister target) {
    return entity.application()
        + "."
        + factory.getJpaMetamodel().entity(target.getMappedClass()).getName();
  }

  private static EntityPersister target(EntityType type, SessionFactoryImplementor factory) {
    return factory.getMappingMetamodel().getEntityDescriptor(type.getAssociatedEntityName());
  }

  /** The identifier of a referenced entity; a proxy knows it without being loaded. */
  private static @Nullable Object referencedId(Object reference, EntityPersister target) {
    return reference instanceof HibernateProxy proxy
        ? proxy.getHibernateLazyInitializer().getInternalIdentifier()
        : target.getFactory().getPersistenceUnitUtil().getIdentifier(reference);
  }

  private static void none(XmlElement.Builder field) {
    field.add(XmlElement.empty(NAMESPACE, "None"));
  }

  private String legal(String text) {
    XmlCharacters.Legal legal = XmlCharacters.legal(text);
    if (legal.replaced() > 0) {
      onReplaced.accept(legal.replaced());
    }
    return legal.text();
  }
}
