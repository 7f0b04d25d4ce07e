package dev.herald.publisher.registration;

import dev.herald.Published;
import dev.herald.Registration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** The entities that are published, of all attached session factories. Thread-safe. */
public final class PublishedEntities {

  private final @Nullable String application;
  private final int defaultMaxItems;
  private final List<SessionFactoryImplementor> factories = new CopyOnWriteArrayList<>();
  private final Map<Class<?>, PublishedEntity> byClass = new ConcurrentHashMap<>();
  private final Map<Class<?>, List<PublishedEntity>> byConcreteClass = new ConcurrentHashMap<>();

  public PublishedEntities(@Nullable String application, int defaultMaxItems) {
    this.application = application;
    this.defaultMaxItems = defaultMaxItems;
  }

  /** Takes the entities of a factory into account; those with {@link Published} are returned. */
  public Collection<Class<?>> attach(SessionFactoryImplementor factory) {
    factories.add(factory);
    Map<String, Class<?>> annotated = new LinkedHashMap<>();
    factory
        .getJpaMetamodel()
        .getEntities()
        .forEach(
            entity -> {
              Class<?> type = entity.getJavaType();
              if (type != null && type.isAnnotationPresent(Published.class)) {
                annotated.put(type.getName(), type);
              }
            });
    return annotated.values();
  }

  /** Whether the factory is one of these already. */
  public boolean isAttached(SessionFactoryImplementor factory) {
    return factories.contains(factory);
  }

  /** The entity of a class that has been {@link #add added}. */
  public Optional<PublishedEntity> ofClass(Class<?> type) {
    return Optional.ofNullable(byClass.get(type));
  }

  /**
   * Resolves a registration; nothing is published by it yet.
   *
   * @throws IllegalArgumentException when it is no mapped entity or cannot be published like this
   */
  public PublishedEntity resolve(Class<?> type, Registration options) {
    SessionFactoryImplementor factory =
        factories.stream()
            .filter(f -> f.getMappingMetamodel().findEntityDescriptor(type) != null)
            .findFirst()
            .orElseThrow(() -> notMapped(type));
    PublishedEntity entity =
        PublishedEntity.of(factory, type, options, application, defaultMaxItems);
    for (PublishedEntity other : byClass.values()) {
      requireOtherNode(entity, other);
    }
    return entity;
  }

  /**
   * Publishes an entity from now on.
   *
   * @return false when its class was published already
   */
  public synchronized boolean add(PublishedEntity entity) {
    for (PublishedEntity other : byClass.values()) {
      requireOtherNode(entity, other);
    }
    boolean added = byClass.putIfAbsent(entity.persister().getMappedClass(), entity) == null;
    byConcreteClass.clear();
    return added;
  }

  private static void requireOtherNode(PublishedEntity entity, PublishedEntity other) {
    Class<?> type = entity.persister().getMappedClass();
    if (other.node().equals(entity.node()) && other.persister().getMappedClass() != type) {
      throw new IllegalArgumentException(
          "%s and %s would share the node '%s'; give one another name by @Entity(name = …)"
              .formatted(type.getName(), other.persister().getEntityName(), entity.node()));
    }
  }

  /** What an entity of this persister is published as: by its own class and by those above it. */
  public List<PublishedEntity> of(EntityPersister persister) {
    return byConcreteClass.computeIfAbsent(persister.getMappedClass(), this::findAll);
  }

  /** All that have been {@link #add added}. */
  public Collection<PublishedEntity> all() {
    return Collections.unmodifiableCollection(byClass.values());
  }

  /** The entity of a node. */
  public Optional<PublishedEntity> ofNode(String node) {
    return byClass.values().stream().filter(e -> e.node().equals(node)).findFirst();
  }

  private List<PublishedEntity> findAll(Class<?> type) {
    List<PublishedEntity> found = new ArrayList<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      PublishedEntity entity = byClass.get(c);
      if (entity != null) {
        found.add(entity);
      }
    }
    return List.copyOf(found);
  }

  private static IllegalArgumentException notMapped(Class<?> type) {
    return new IllegalArgumentException(
        type.getName()
            + " is no entity that Hibernate has mapped here: annotate it with @Entity and have it"
            + " scanned, or register another class");
  }
}
