package dev.herald.publisher.registration;

import dev.herald.publisher.attributes.PublishedAttributes;
import dev.herald.publisher.attributes.SecretNames;
import dev.herald.publisher.payload.EntityIds;
import dev.herald.publisher.registration.NodeVariable.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.BasicType;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.OneToOneType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** Finds the attributes that the template of a node names, and refuses those that cannot be. */
final class NodeVariables {

  private final String template;
  private final EntityPersister persister;
  private final PublishedAttributes attributes;

  NodeVariables(String template, EntityPersister persister, PublishedAttributes attributes) {
    this.template = template;
    this.persister = persister;
    this.attributes = attributes;
  }

  /**
   * Finds an attribute.
   *
   * @throws IllegalArgumentException when it is not there, would have to be loaded, cannot name a
   *     node, or looks like a secret that is not listed
   */
  NodeVariable find(String path) {
    String[] names = path.split("\\.", -1);
    String idName = persister.getIdentifierPropertyName();
    List<Step> steps = new ArrayList<>();
    String property = null;
    Type type;
    int next = 1;
    if (isIdentifier(persister, names[0])) {
      type = persister.getIdentifierType();
    } else if (idName == null && part(persister.getIdentifierType(), names[0]) >= 0) {
      type = persister.getIdentifierType();
      next = 0;
    } else {
      property = names[0];
      type = property(path, property);
    }
    for (; next < names.length; next++) {
      type = step(path, names, next, type, steps);
    }
    Class<?> java = requireText(path, type);
    if (Arrays.stream(names).anyMatch(SecretNames::looksSecret) && !attributes.isListed(path)) {
      throw refused(
          path,
          "is named like a secret, and the node's name would show it",
          "name another attribute, or list it in the fields if every subscriber may see it");
    }
    return new NodeVariable(path, property, List.copyOf(steps), java);
  }

  private Type property(String path, String name) {
    int index = Arrays.asList(persister.getPropertyNames()).indexOf(name);
    if (index < 0) {
      throw unknown(path, name, persister.getEntityName(), names(persister));
    }
    if (persister.getPropertyLaziness()[index]) {
      throw refused(path, "is loaded lazily", "name an attribute that is always loaded");
    }
    Type type = persister.getPropertyTypes()[index];
    if (type instanceof OneToOneType) {
      throw refused(
          path,
          "is not in the entity's own table, so a change of it is not seen",
          "name an attribute that is");
    }
    if (!persister.getPropertyInsertability()[index]) {
      throw refused(
          path,
          "is not written by Hibernate, so that it may not be what the table has",
          "name the attribute that is mapped to its column and can be inserted");
    }
    return type;
  }

  private Type step(String path, String[] names, int next, Type type, List<Step> steps) {
    if (type instanceof CompositeType composite) {
      int index = part(composite, names[next]);
      if (index < 0) {
        throw unknown(
            path,
            names[next],
            composite.getReturnedClass().getName(),
            List.of(composite.getPropertyNames()));
      }
      steps.add(new Step.Part(composite, index));
      return composite.getSubtypes()[index];
    }
    if (type instanceof EntityType reference) {
      EntityPersister target = EntityIds.target(reference, persister.getFactory());
      if (!isIdentifier(target, names[next])) {
        throw refused(
            path,
            "would have to be loaded from " + target.getEntityName(),
            "name the id of it, {"
                + before(names, next)
                + ".id}, or copy it to an attribute of"
                + " the entity");
      }
      steps.add(new Step.Identifier(target));
      return target.getIdentifierType();
    }
    throw unknown(path, names[next], before(names, next), List.of());
  }

  /** The type of the value; one whose text is the same before and after it is stored. */
  private Class<?> requireText(String path, Type type) {
    if (type instanceof CompositeType composite) {
      throw refused(
          path,
          "has the parts " + Arrays.toString(composite.getPropertyNames()),
          "name one of them, or each between slashes of its own");
    }
    if (type instanceof EntityType) {
      throw refused(path, "is another entity", "name its id, {" + path + ".id}");
    }
    Class<?> java = boxed(type.getReturnedClass());
    if (type instanceof CollectionType
        || !(type instanceof BasicType<?>)
        || !(java.isEnum() || NodeVariable.TYPES.contains(java))) {
      throw refused(
          path,
          "is a " + java.getName() + ", of which two may be equal and not look so",
          "name an attribute that is text, a whole number, a boolean, a UUID, a LocalDate or an"
              + " enum");
    }
    return java;
  }

  /** As in a query, {@code id} is the identifier whatever it is called. */
  private static boolean isIdentifier(EntityPersister persister, String name) {
    return name.equals(persister.getIdentifierPropertyName())
        || (name.equals("id") && !List.of(persister.getPropertyNames()).contains(name));
  }

  private static int part(Type type, String name) {
    return type instanceof CompositeType composite
        ? List.of(composite.getPropertyNames()).indexOf(name)
        : -1;
  }

  private static Class<?> boxed(Class<?> type) {
    return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
  }

  private static String before(String[] names, int next) {
    return String.join(".", Arrays.asList(names).subList(0, next));
  }

  private static List<String> names(EntityPersister persister) {
    List<String> names = new ArrayList<>(List.of(persister.getPropertyNames()));
    @Nullable String id = persister.getIdentifierPropertyName();
    names.add(0, id == null ? "id" : id);
    return names;
  }

  private IllegalArgumentException unknown(
      String path, String name, String owner, List<String> known) {
    return new IllegalArgumentException(
        "The node '%s' of %s names '%s', but %s has no attribute '%s'; it has %s"
            .formatted(template, persister.getEntityName(), path, owner, name, known));
  }

  private IllegalArgumentException refused(String path, String why, String wayOut) {
    return new IllegalArgumentException(
        "The node '%s' of %s names '%s', which %s: %s"
            .formatted(template, persister.getEntityName(), path, why, wayOut));
  }
}
