package dev.herald.publisher.registration;

import dev.herald.publisher.attributes.PublishedAttributes;
import dev.herald.publisher.attributes.SecretNames;
import dev.herald.publisher.payload.EntityIds;
import dev.herald.publisher.registration.NodeVariable.Step;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.BasicType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.OneToOneType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Finds an attribute that the template of a node names, step by step, and refuses what cannot name
 * one. For one path only.
 */
final class NodeVariableSearch {

  private final String template;
  private final EntityPersister persister;
  private final PublishedAttributes published;
  private final String path;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> attributes = new ArrayList<>();
  private @Nullable String property;

  /** The path up to the first entity that is referred to, as the fields of the entity name it. */
  private @Nullable String shown;

  private NodeVariableSearch(
      String template, EntityPersister persister, PublishedAttributes published, String path) {
    this.template = template;
    this.persister = persister;
    this.published = published;
    this.path = path;
  }

  /**
   * Finds an attribute.
   *
   * @throws IllegalArgumentException when it is not there, would have to be loaded, cannot name a
   *     node, or looks like a secret that is not listed
   */
  static NodeVariable find(
      String template, EntityPersister persister, PublishedAttributes published, String path) {
    return new NodeVariableSearch(template, persister, published, path).find();
  }

  private NodeVariable find() {
    List<String> names = List.of(path.split("\\.", -1));
    Type type = begin(names.get(0));
    for (String name : names.subList(attributes.size(), names.size())) {
      type = step(type, name);
    }
    Class<?> java = requireText(type);
    requireDecided();
    return new NodeVariable(path, property, List.copyOf(steps), List.copyOf(attributes), java);
  }

  private Type begin(String name) {
    Type id = persister.getIdentifierType();
    String idName = persister.getIdentifierPropertyName();
    if (isIdentifier(persister, name)) {
      attributes.add(idName == null ? name : idName);
      return id;
    }
    if (idName == null && id instanceof CompositeType parts && part(parts, name) >= 0) {
      // The parts of an @IdClass are attributes of the entity.
      return id;
    }
    property = name;
    attributes.add(name);
    int index = Arrays.asList(persister.getPropertyNames()).indexOf(name);
    if (index < 0) {
      throw unknown(name, persister.getEntityName(), names(persister));
    }
    Type type = persister.getPropertyTypes()[index];
    if (persister.getPropertyLaziness()[index] && !type.isCollectionType()) {
      throw refused("is loaded lazily", "name an attribute that is always loaded");
    }
    if (type instanceof OneToOneType) {
      throw refused(
          "is not in the entity's own table, so a change of it is not seen",
          "name an attribute that is");
    }
    if (!persister.getPropertyInsertability()[index]) {
      throw refused(
          "is not written by Hibernate, so that it may not be what the table has",
          "name the attribute that is mapped to its column and can be inserted");
    }
    return type;
  }

  private Type step(Type type, String name) {
    if (type instanceof CompositeType composite) {
      int index = part(composite, name);
      if (index < 0) {
        throw unknown(
            name, composite.getReturnedClass().getName(), List.of(composite.getPropertyNames()));
      }
      steps.add(new Step.Part(composite, index));
      attributes.add(name);
      return composite.getSubtypes()[index];
    }
    String here = String.join(".", attributes);
    if (type instanceof EntityType reference) {
      EntityPersister target = EntityIds.target(reference, persister.getFactory());
      if (!isIdentifier(target, name)) {
        throw refused(
            "would have to be loaded from " + target.getEntityName(),
            "name the id of it, {%s.id}, or copy it to an attribute of the entity".formatted(here));
      }
      if (shown == null) {
        shown = here;
      }
      steps.add(new Step.Identifier(target));
      String idName = target.getIdentifierPropertyName();
      attributes.add(idName == null ? name : idName);
      return target.getIdentifierType();
    }
    throw unknown(name, here, List.of());
  }

  /** Requires a type whose values have the same text before they are stored and after. */
  private Class<?> requireText(Type type) {
    if (type instanceof CompositeType composite) {
      throw refused(
          "has the parts " + Arrays.toString(composite.getPropertyNames()),
          "name one of them, or each between slashes of its own");
    }
    if (type instanceof EntityType) {
      throw refused("is another entity", "name its id, {" + path + ".id}");
    }
    Class<?> java = MethodType.methodType(type.getReturnedClass()).wrap().returnType();
    if (!(type instanceof BasicType<?>) || !(java.isEnum() || NodeVariable.TYPES.contains(java))) {
      throw refused(
          "is a " + java.getName() + ", of which two may be equal and not look so",
          "name an attribute that is text, a whole number, a boolean, a UUID, a LocalDate or an"
              + " enum");
    }
    return java;
  }

  private void requireDecided() {
    String listed = shown == null ? String.join(".", attributes) : shown;
    if (attributes.stream().anyMatch(SecretNames::looksSecret) && !published.isListed(listed)) {
      throw refused(
          "is named like a secret, and the name of the node would show it",
          "name another attribute, or list '%s' in the fields if every subscriber may see it"
              .formatted(listed));
    }
  }

  /** As in a query, {@code id} is the identifier whatever it is called. */
  private static boolean isIdentifier(EntityPersister persister, String name) {
    return name.equals(persister.getIdentifierPropertyName())
        || (name.equals("id") && !List.of(persister.getPropertyNames()).contains(name));
  }

  private static int part(CompositeType type, String name) {
    return List.of(type.getPropertyNames()).indexOf(name);
  }

  private static List<String> names(EntityPersister persister) {
    List<String> names = new ArrayList<>(List.of(persister.getPropertyNames()));
    String id = persister.getIdentifierPropertyName();
    names.add(0, id == null ? "id" : id);
    return names;
  }

  private IllegalArgumentException unknown(String name, String owner, List<String> known) {
    return new IllegalArgumentException(
        "The node '%s' of %s names '%s', but %s has no attribute '%s'; it has %s"
            .formatted(template, persister.getEntityName(), path, owner, name, known));
  }

  private IllegalArgumentException refused(String why, String wayOut) {
    return new IllegalArgumentException(
        "The node '%s' of %s names '%s', which %s: %s"
            .formatted(template, persister.getEntityName(), path, why, wayOut));
  }
}
