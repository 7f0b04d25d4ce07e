package dev.herald.publisher.attributes;

import dev.herald.Registration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes of an entity are published to one node. An attribute of an embeddable is named
 * with a dot, as in {@code address.street}.
 */
public final class PublishedAttributes {

  private final SessionFactoryImplementor factory;
  private final Set<String> fields;
  private final Set<String> exclude;
  private final @Nullable Class<?> view;
  private final Set<String> hidden = new HashSet<>();
  private final Map<Class<?>, Map<String, Boolean>> decided = new ConcurrentHashMap<>();
  private final Set<String> shown = new LinkedHashSet<>();

  private PublishedAttributes(SessionFactoryImplementor factory, Registration options) {
    this.factory = factory;
    this.fields = options.fields();
    this.exclude = options.exclude();
    this.view = options.view().orElse(null);
  }

  /**
   * Decides for an entity.
   *
   * @throws IllegalArgumentException when the options name what it does not have or what cannot be
   *     published, or when nothing is decided about what looks like a secret
   */
  public static PublishedAttributes of(
      EntityPersister persister, Registration options, String node) {
    PublishedAttributes attributes = new PublishedAttributes(persister.getFactory(), options);
    String entity = persister.getEntityName();
    AttributeWalk walk = new AttributeWalk(attributes, persister.getFactory());
    String id = persister.getIdentifierPropertyName();
    walk.id(id == null ? "" : id, persister.getMappedClass(), persister.getIdentifierType());
    walk.attributes(persister);
    // Rows of subclasses are announced by the node of this one too.
    for (String subclass : persister.getSubclassEntityNames()) {
      walk.attributes(persister.getFactory().getMappingMetamodel().getEntityDescriptor(subclass));
    }
    for (String named : options.fields()) {
      attributes.requireKnown(entity, "fields", named, walk.known());
    }
    for (String named : options.exclude()) {
      attributes.requireKnown(entity, "exclude", named, walk.known());
    }
    walk.requireDecided(entity, node);
    attributes.shown.addAll(walk.shown());
    return attributes;
  }

  /**
   * Whether an attribute is published.
   *
   * @param owner the class that has it
   * @param path its name, after those of the embeddables around it
   */
  public boolean includes(Class<?> owner, String path, Type type) {
    // Asked for each attribute of each change.
    Map<String, Boolean> ofOwner = decided.get(owner);
    Boolean known = ofOwner == null ? null : ofOwner.get(path);
    return known == null
        ? decided
            .computeIfAbsent(owner, key -> new ConcurrentHashMap<>())
            .computeIfAbsent(path, key -> decide(owner, path, type))
        : known;
  }

  /** All that is published, parts of embeddables by their own names, those of subclasses too. */
  public Set<String> shown() {
    return Collections.unmodifiableSet(shown);
  }

  /** Whether an attribute is listed by its own name, which permits it whatever it is called. */
  public boolean isListed(String path) {
    return fields.contains(path);
  }

  /** Takes note of what {@code @JsonIgnoreProperties} at an attribute hides inside of it. */
  void hideInside(Class<?> owner, String path) {
    String prefix = path + ".";
    HiddenByJackson.inside(owner, name(path)).forEach(name -> hidden.add(prefix + name));
  }

  private boolean decide(Class<?> owner, String path, Type type) {
    AttributeKind kind = AttributeKind.of(owner, name(path), type, factory);
    if (exclude.contains(path)
        || kind == AttributeKind.UNREADABLE
        || (view != null && HiddenByJackson.hidesFrom(view, owner, name(path)))) {
      return false;
    }
    if (isListed(path) || fields.stream().anyMatch(field -> field.startsWith(path + "."))) {
      return true;
    }
    if (!fields.isEmpty() && fields.stream().noneMatch(field -> path.startsWith(field + "."))) {
      return false;
    }
    return kind != AttributeKind.LOB
        && !hidden.contains(path)
        && !HiddenByJackson.hides(owner, name(path), type.getReturnedClass());
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private void requireKnown(String entity, String option, String name, Set<String> known) {
    if (!known.contains(name)) {
      throw new IllegalArgumentException(
          "%s has no attribute '%s', which is in its %s; it has %s"
              .formatted(entity, name, option, known));
    }
  }
}
