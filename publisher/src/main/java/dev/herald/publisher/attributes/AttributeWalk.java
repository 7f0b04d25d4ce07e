package dev.herald.publisher.attributes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;

/**
 * Goes through all that an entity would publish, into embeddables and the elements of collections:
 * which attributes there are, and which of them look like secrets that nobody has decided about.
 */
final class AttributeWalk {

  private final PublishedAttributes attributes;
  private final SessionFactoryImplementor factory;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> shown = new LinkedHashSet<>();
  private final List<String> secrets = new ArrayList<>();
  private final List<String> secretIds = new ArrayList<>();

  AttributeWalk(PublishedAttributes attributes, SessionFactoryImplementor factory) {
    this.attributes = attributes;
    this.factory = factory;
  }

  Set<String> known() {
    return known;
  }

  /** What is published, without what only has parts. */
  Set<String> shown() {
    return shown;
  }

  void attributes(EntityPersister persister) {
    String[] names = persister.getPropertyNames();
    Type[] types = persister.getPropertyTypes();
    for (int i = 0; i < names.length; i++) {
      attribute(persister.getMappedClass(), names[i], names[i], types[i]);
    }
  }

  /**
   * An identifier, which the item id shows whatever is excluded.
   *
   * @param path its name; empty when the entity has an {@code @IdClass}
   */
  void id(String path, Class<?> owner, Type type) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    if (!path.isEmpty()) {
      known.add(path);
      attributes.hideInside(owner, path);
      if (SecretNames.looksSecret(name) && !attributes.isListed(path)) {
        secretIds.add(path);
      }
    }
    if (type instanceof CompositeType composite) {
      String[] names = composite.getPropertyNames();
      Type[] types = composite.getSubtypes();
      for (int i = 0; i < names.length; i++) {
        id(path.isEmpty() ? names[i] : path + "." + names[i], type.getReturnedClass(), types[i]);
      }
    } else {
      shown.add(path);
    }
  }

  /**
   * Refuses what looks like a secret.
   *
   * @throws IllegalArgumentException saying how to decide
   */
  void requireDecided(String entity, String node) {
    if (!secretIds.isEmpty()) {
      throw new IllegalArgumentException(
          ("%s is published to '%s', and its id '%s' is named like a secret, though every item"
                  + " shows the id: list it in @Published(fields = …) if every subscriber may see"
                  + " it, or publish another entity")
              .formatted(entity, node, secretIds.get(0)));
    }
    if (!secrets.isEmpty()) {
      throw new IllegalArgumentException(
          ("%s is published to '%s', and its attribute '%s' is named like a secret: hide it by"
                  + " @JsonIgnore or @Published(exclude = \"%s\"), or list it in"
                  + " @Published(fields = …) if every subscriber may see it")
              .formatted(entity, node, secrets.get(0), secrets.get(0)));
    }
  }

  private void attribute(Class<?> owner, String path, String name, Type type) {
    known.add(path);
    attributes.hideInside(owner, path);
    boolean included = attributes.includes(owner, path, type);
    if (!included) {
      requireReadable(owner, path, name, type);
      return;
    }
    if (SecretNames.looksSecret(name) && !attributes.isListed(path)) {
      secrets.add(path);
    }
    Type inside =
        type instanceof CollectionType collection ? collection.getElementType(factory) : type;
    if (inside instanceof CompositeType embedded) {
      String[] names = embedded.getPropertyNames();
      Type[] types = embedded.getSubtypes();
      for (int i = 0; i < names.length; i++) {
        attribute(embedded.getReturnedClass(), path + "." + names[i], names[i], types[i]);
      }
    } else {
      shown.add(path);
    }
  }

  /** To leave out silently what is listed would be a surprise. */
  private void requireReadable(Class<?> owner, String path, String name, Type type) {
    if (attributes.isListed(path)
        && AttributeKind.of(owner, name, type, factory) == AttributeKind.UNREADABLE) {
      throw new IllegalArgumentException(
          ("'%s' of %s cannot be published, as nothing is loaded for it: take it out of the fields,"
                  + " or map it as text or bytes instead of %s")
              .formatted(path, owner.getName(), type.getReturnedClass().getName()));
    }
  }
}
