package dev.herald.publisher.registration;

import dev.herald.Registration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * An entity that is published.
 *
 * @param name JPA's name of the entity
 * @param application the first part of its node and of its model's name
 * @param registration what was asked for
 * @param maxItems how many items its node keeps
 */
public record PublishedEntity(
    SessionFactoryImplementor factory,
    EntityPersister persister,
    String name,
    String application,
    PublishedAttributes attributes,
    Registration registration,
    int maxItems) {

  /**
   * Resolves a registration.
   *
   * @param application null for the last part of the entity's package
   */
  static PublishedEntity of(
      SessionFactoryImplementor factory,
      Class<?> type,
      Registration options,
      @Nullable String application,
      int defaultMaxItems) {
    EntityPersister persister = factory.getMappingMetamodel().getEntityDescriptor(type);
    String itsPackage = type.getPackageName();
    String itsApplication =
        application != null
            ? application
            : itsPackage.isEmpty()
                ? "application"
                : itsPackage.substring(itsPackage.lastIndexOf('.') + 1);
    return new PublishedEntity(
        factory,
        persister,
        factory.getJpaMetamodel().entity(type).getName(),
        itsApplication,
        PublishedAttributes.of(persister, options),
        options,
        options.maxItems() == 0 ? defaultMaxItems : options.maxItems());
  }

  /** The node, {@code /{application}/{Entity}}. */
  public String node() {
    return "/" + application + "/" + name;
  }
}
