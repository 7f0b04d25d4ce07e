package dev.herald.publisher.registration;

import dev.herald.Published;
import dev.herald.Registration;
import dev.herald.publisher.payload.EntityWriter;
import java.util.ArrayList;
import java.util.Collection;
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
  private final EntityWriter writer;
  private final PermissionBeans permissions;
  private final List<SessionFactoryImplementor> factories = new CopyOnWriteArrayList<>();
  private final List<PublishedEntity> published = new CopyOnWriteArrayList<>();
  private final Map<Class<?>, List<PublishedEntity>> byConcreteClass = new ConcurrentHashMap<>();

  /**
   * @param application the first part of nodes; null for the last part of the entity's package
   * @param permissions where those are that registrations name
   */
  public PublishedEntities(
      @Nullable String application,
      int defaultMaxItems,
      EntityWriter writer,
      PermissionBeans permissions) {
    this.application = application;
    this.defaultMaxItems = defaultMaxItems;
    this.writer = writer;
    this.permissions = permissions;
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
              if (type != null && type.getDeclaredAnnotationsByType(Published.class).length > 0) {
                annotated.put(type.getName(), type);
              }
            });
    return annotated.values();
  }

  /** Whether the factory is one of these already. */
  public boolean isAttached(SessionFactoryImplementor factory) {
    return factories.contains(factory);
  }

  /** All that has been {@link #add added}. */
  public List<PublishedEntity> all() {
    return List.copyOf(published);
  }

  /**
   * Resolves what was registered for a class, without what is published already; nothing is
   * published by it yet.
   *
   * @throws IllegalArgumentException when it is no mapped entity, cannot be published like this, or
   *     is published with other options
   */
  public List<PublishedEntity> resolve(ClassRegistrations registrations) {
    EntityPersister persister = persister(registrations.type());
    String itsApplication = application(registrations.type());
    String defaultNode =
        "/"
            + itsApplication
            + "/"
            + persister.getFactory().getJpaMetamodel().entity(registrations.type()).getName();
    Map<String, PublishedEntity> resolved = new LinkedHashMap<>();
    for (Registration options : registrations.byHand(defaultNode)) {
      String node = options.node().orElseThrow();
      PublishedEntity same =
          Optional.ofNullable(resolved.get(node))
              .or(() -> find(registrations.type(), node))
              .orElse(null);
      if (same == null) {
        resolved.put(node, resolve(persister, itsApplication, options));
      } else {
        requireSame(same, options);
      }
    }
    for (Registration options : registrations.annotatedOnly(defaultNode)) {
      String node = options.node().orElseThrow();
      if (find(registrations.type(), node).isEmpty()) {
        resolved.put(node, resolve(persister, itsApplication, options));
      }
    }
    return List.copyOf(resolved.values());
  }

  /**
   * Publishes an entity from now on.
   *
   * @return false when its class was published to its node already
   * @throws IllegalArgumentException when its node may be that of another
   */
  public synchronized boolean add(PublishedEntity entity) {
    if (find(entity.type(), entity.node()).isPresent()) {
      return false;
    }
    published.forEach(other -> requireOtherNode(entity, other));
    published.add(entity);
    byConcreteClass.clear();
    return true;
  }

  /** What an entity of this persister is published as: by its own class and by those above it. */
  public List<PublishedEntity> of(EntityPersister persister) {
    return byConcreteClass.computeIfAbsent(persister.getMappedClass(), this::findAll);
  }

  /** What was registered for a class, without what its superclasses are published as. */
  public List<PublishedEntity> ofClass(Class<?> type) {
    return published.stream().filter(entity -> entity.type() == type).toList();
  }

  /** What was registered for this node, or this template of nodes. */
  public Optional<PublishedEntity> registered(String node) {
    return published.stream().filter(entity -> entity.node().equals(node)).findFirst();
  }

  /** What is published to a node. */
  public Optional<PublishedEntity> ofNode(String node) {
    return published.stream().filter(entity -> entity.hasNode(node)).findFirst();
  }

  private PublishedEntity resolve(
      EntityPersister persister, String itsApplication, Registration options) {
    int maxItems = options.maxItems() == 0 ? defaultMaxItems : options.maxItems();
    PublishedEntity entity =
        new PublishedEntity(persister, itsApplication, options, writer, maxItems, permissions);
    published.forEach(other -> requireOtherNode(entity, other));
    return entity;
  }

  private Optional<PublishedEntity> find(Class<?> type, String node) {
    return published.stream()
        .filter(entity -> entity.type() == type && entity.node().equals(node))
        .findFirst();
  }

  private List<PublishedEntity> findAll(Class<?> type) {
    List<PublishedEntity> found = new ArrayList<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      Class<?> above = c;
      published.stream().filter(entity -> entity.type() == above).forEach(found::add);
    }
    return List.copyOf(found);
  }

  private EntityPersister persister(Class<?> type) {
    return factories.stream()
        .map(factory -> factory.getMappingMetamodel().findEntityDescriptor(type))
        .filter(persister -> persister != null)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    type.getName()
                        + " is no entity that Hibernate has mapped here: annotate it with @Entity"
                        + " and have it scanned, or register another class"));
  }

  private String application(Class<?> type) {
    if (application != null) {
      return application;
    }
    String itsPackage = type.getPackageName();
    return itsPackage.isEmpty()
        ? "application"
        : itsPackage.substring(itsPackage.lastIndexOf('.') + 1);
  }

  /** To ignore the options would publish what they exclude. */
  private static void requireSame(PublishedEntity first, Registration second) {
    if (!first.registration().equals(second)) {
      throw new IllegalArgumentException(
          ("%s is published already, with %s; it cannot be registered again with %s: give it another"
                  + " node, register it once with its options before the start, or use @Published"
                  + " for them")
              .formatted(first.type().getName(), first.registration(), second));
    }
  }

  private static void requireOtherNode(PublishedEntity entity, PublishedEntity other) {
    boolean same = other.type() == entity.type() && other.node().equals(entity.node());
    if (same || !entity.sharesNodeWith(other)) {
      return;
    }
    if (entity.node().equals(other.node())) {
      throw new IllegalArgumentException(
          "%s and %s would share the node '%s'; give one another by node = … or by @Entity(name = …)"
              .formatted(entity.type().getName(), other.type().getName(), entity.node()));
    }
    throw new IllegalArgumentException(
        "'%s' of %s and '%s' of %s could be the same node; give one another by node = …"
            .formatted(
                entity.node(), entity.type().getName(), other.node(), other.type().getName()));
  }
}
