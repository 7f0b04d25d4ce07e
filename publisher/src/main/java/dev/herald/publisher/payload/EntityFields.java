package dev.herald.publisher.payload;

import dev.herald.publisher.payload.LoadedAttribute.Value;
import dev.herald.xmpp.XmlCharacters;
import dev.herald.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CollectionType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** The attributes of an entity as {@code <field>} elements. */
final class EntityFields {

  static final String NAMESPACE = "urn:herald:entity:1";

  private final String application;
  private final SessionFactoryImplementor factory;
  private final IntConsumer onReplaced;

  /**
   * @param application the first part of the names of models
   * @param onReplaced told how many characters XML could not carry
   */
  EntityFields(String application, SessionFactoryImplementor factory, IntConsumer onReplaced) {
    this.application = application;
    this.factory = factory;
    this.onReplaced = onReplaced;
  }

  List<XmlElement> of(List<LoadedAttribute> attributes) {
    List<XmlElement> fields = new ArrayList<>(attributes.size());
    for (LoadedAttribute attribute : attributes) {
      fields.add(field(attribute));
    }
    return fields;
  }

  private XmlElement field(LoadedAttribute attribute) {
    XmlElement.Builder field =
        XmlElement.builder(NAMESPACE, "field").attribute("name", attribute.name());
    if (attribute.type() instanceof EntityType reference) {
      field
          .attribute("rel", rel(attribute))
          .attribute("to", model(EntityIds.target(reference, factory)));
    } else if (attribute.type() instanceof CollectionType collection) {
      Type elements = collection.getElementType(factory);
      field.attribute("rel", rel(attribute));
      if (elements instanceof EntityType reference) {
        field.attribute("to", model(EntityIds.target(reference, factory)));
      } else {
        field.attribute("type", AttributeText.typeName(elements.getReturnedClass()));
      }
    } else {
      field.attribute("type", AttributeText.typeName(attribute.type().getReturnedClass()));
    }
    fill(field, attribute.value());
    return field.build();
  }

  private void fill(XmlElement.Builder element, Value value) {
    if (value instanceof Value.None) {
      element.add(XmlElement.empty(NAMESPACE, "None"));
    } else if (value instanceof Value.Basic basic) {
      element.text(legal(AttributeText.of(basic.value())));
    } else if (value instanceof Value.Embedded embedded) {
      element.addAll(of(embedded.attributes()));
    } else if (value instanceof Value.Reference reference) {
      element.text(legal(EntityIds.text(reference.target(), reference.id())));
    } else if (value instanceof Value.References references) {
      for (Object id : references.ids()) {
        String pk = legal(EntityIds.text(references.target(), id));
        element.add(XmlElement.builder(NAMESPACE, "object").attribute("pk", pk));
      }
    } else if (value instanceof Value.Elements elements) {
      elements.values().forEach(each -> element.add(value(each)));
    } else {
      ((Value.Entries) value)
          .values()
          .forEach((key, each) -> element.add(value(each).attribute("key", key(key))));
    }
  }

  private XmlElement.Builder value(Value value) {
    XmlElement.Builder element = XmlElement.builder(NAMESPACE, "value");
    fill(element, value);
    return element;
  }

  private String key(@Nullable Object key) {
    return key == null ? "" : legal(AttributeText.of(key));
  }

  /** JPA's word for an association or a collection, as in its annotation. */
  private String rel(LoadedAttribute attribute) {
    return switch (factory
        .getJpaMetamodel()
        .managedType(attribute.owner())
        .getAttribute(attribute.name())
        .getPersistentAttributeType()) {
      case MANY_TO_ONE -> "ManyToOne";
      case ONE_TO_ONE -> "OneToOne";
      case ONE_TO_MANY -> "OneToMany";
      case MANY_TO_MANY -> "ManyToMany";
      default -> "ElementCollection";
    };
  }

  private String model(EntityPersister target) {
    return application + "." + factory.getJpaMetamodel().entity(target.getMappedClass()).getName();
  }

  private String legal(String text) {
    XmlCharacters.Legal legal = XmlCharacters.legal(text);
    if (legal.replaced() > 0) {
      onReplaced.accept(legal.replaced());
    }
    return legal.text();
  }
}
