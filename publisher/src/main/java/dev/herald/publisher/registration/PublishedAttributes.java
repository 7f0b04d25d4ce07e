package dev.herald.publisher.registration;

import dev.herald.Registration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Which attributes of an entity are published. An attribute of an embeddable is named with a dot,
 * as in {@code address.street}.
 */
public final class PublishedAttributes {

  private final Set<String> fields;
  private final Set<String> exclude;
  private final Set<String> hidden = new HashSet<>();
  private final Map<String, Boolean> decided = new ConcurrentHashMap<>();

  private PublishedAttributes(Registration options) {
    this.fields = options.fields();
    this.exclude = options.exclude();
  }

  /**
   * Decides for an entity.
   *
   * @throws IllegalArgumentException when the options name what it does not have, or when nothing
   *     is decided about what looks like a secret
   */
  static PublishedAttributes of(EntityPersister persister, Registration options) {
    PublishedAttributes attributes = new PublishedAttributes(options);
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
    walk.requireDecided(entity);
    return attributes;
  }

  /**
   * Whether an attribute is published.
   *
   * @param owner the class that has it
   * @param path its name, after those of the embeddables around it
   */
  public boolean includes(Class<?> owner, String path, Class<?> type) {
    return decided.computeIfAbsent(owner.getName() + ' ' + path, key -> decide(owner, path, type));
  }

  /** Whether an attribute is listed by its own name, which permits it whatever it is called. */
  boolean isListed(String path) {
    return fields.contains(path);
  }

  /** Takes note of what {@code @JsonIgnoreProperties} at an attribute hides inside of it. */
  void hideInside(Class<?> owner, String path) {
    String prefix = path + ".";
    HiddenByJackson.inside(owner, path.substring(path.lastIndexOf('.') + 1))
        .forEach(name -> hidden.add(prefix + name));
  }

  private boolean decide(Class<?> owner, String path, Class<?> type) {
    if (exclude.contains(path)) {
      return false;
    }
    if (isListed(path) || fields.stream().anyMatch(field -> field.startsWith(path + "."))) {
      return true;
    }
    if (!fields.isEmpty() && fields.stream().noneMatch(field -> path.startsWith(field + "."))) {
      return false;
    }
    return !hidden.contains(path)
        && !HiddenByJackson.hides(owner, path.substring(path.lastIndexOf('.') + 1), type);
  }

  private void requireKnown(String entity, String option, String name, Set<String> known) {
    if (!known.contains(name)) {
      throw new IllegalArgumentException(
          "%s has no attribute '%s', which is in its %s; it has %s"
              .formatted(entity, name, option, known));
    }
  }
}
