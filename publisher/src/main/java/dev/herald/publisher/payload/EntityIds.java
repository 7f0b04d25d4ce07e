package dev.herald.publisher.payload;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** Identifiers of entities, for which nothing is ever loaded. */
public final class EntityIds {

  private EntityIds() {}

  /**
   * An identifier as text; the parts of a composite one in their order, with commas between, and
   * those in the parts written as %2C.
   */
  public static String text(EntityPersister persister, @Nullable Object id) {
    return text(persister.getIdentifierType(), id, persister.getFactory());
  }

  /** The entity that an association refers to. */
  public static EntityPersister target(EntityType type, SessionFactoryImplementor factory) {
    return factory.getMappingMetamodel().getEntityDescriptor(type.getAssociatedEntityName());
  }

  /** The identifier of a referenced entity; a proxy knows it without being loaded. */
  public static @Nullable Object referenced(Object reference, EntityPersister target) {
    return reference instanceof HibernateProxy proxy
        ? proxy.getHibernateLazyInitializer().getInternalIdentifier()
        : target.getFactory().getPersistenceUnitUtil().getIdentifier(reference);
  }

  private static String text(Type type, @Nullable Object id, SessionFactoryImplementor factory) {
    if (id == null) {
      return "";
    }
    if (type instanceof CompositeType composite) {
      List<String> parts = new ArrayList<>();
      Type[] types = composite.getSubtypes();
      Object[] values = composite.getPropertyValues(id);
      for (int i = 0; i < types.length; i++) {
        String part = text(types[i], values[i], factory);
        parts.add(part.replace("%", "%25").replace(",", "%2C"));
      }
      return String.join(",", parts);
    }
    if (type instanceof EntityType reference) {
      EntityPersister target = target(reference, factory);
      return text(target.getIdentifierType(), referenced(id, target), factory);
    }
    return AttributeText.of(id);
  }
}
