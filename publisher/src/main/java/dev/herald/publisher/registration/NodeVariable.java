package dev.herald.publisher.registration;

import dev.herald.publisher.payload.EntityIds;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CompositeType;
import org.jspecify.annotations.Nullable;

/**
 * An attribute in the template of a node, and how its value is found in what is loaded.
 *
 * @param path as it stands between the braces
 * @param property the attribute that it begins at; null for the identifier
 * @param steps from the value of that to the value of the path
 * @param attributes the path as a query has it
 * @param type of the value
 */
record NodeVariable(
    String path,
    @Nullable String property,
    List<Step> steps,
    List<String> attributes,
    Class<?> type) {

  /**
   * Types whose values are the same before they are stored and after: a database may round
   * fractions and times, and then the row would leave its node by being read.
   */
  static final Set<Class<?>> TYPES =
      Set.of(
          String.class,
          Character.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          BigInteger.class,
          UUID.class,
          LocalDate.class);

  private static final Set<Class<?>> NUMBERS =
      Set.of(Byte.class, Short.class, Integer.class, Long.class, BigInteger.class);

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");

  /** From a value to a part of it. */
  sealed interface Step {

    @Nullable Object from(Object value);

    /** To an attribute of an embeddable, or of an identifier of several parts. */
    record Part(CompositeType type, int index) implements Step {
      @Override
      public @Nullable Object from(Object value) {
        return type.getPropertyValues(value)[index];
      }
    }

    /** To the identifier of an entity that is referred to. */
    record Identifier(EntityPersister target) implements Step {
      @Override
      public @Nullable Object from(Object value) {
        return EntityIds.referenced(value, target);
      }
    }
  }

  /**
   * The value of an instance.
   *
   * @throws IllegalStateException when it is not loaded
   */
  @Nullable Object value(EntityPersister persister, Object id, @Nullable Object[] state) {
    Object value = property == null ? id : state[position(persister, property)];
    if (value == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
      throw new IllegalStateException(
          "'%s' of %s is not loaded, so the node of this instance is not known"
              .formatted(path, persister.getEntityName()));
    }
    for (Step step : steps) {
      if (value == null) {
        return null;
      }
      value = step.from(value);
    }
    return value;
  }

  /** Whether a part of a node's name may be a value of it. */
  boolean mayBe(String part) {
    if (NodeValue.isMissing(part)) {
      return true;
    }
    if (NUMBERS.contains(type)) {
      return NUMBER.matcher(part).matches();
    }
    return type.isEnum()
        ? Arrays.stream(type.getEnumConstants())
            .map(constant -> NodeValue.of(constant))
            .anyMatch(part::equals)
        : NodeValue.mayBe(part);
  }

  /** The rows that have the value that is written like this; empty when no value is. */
  Optional<Predicate> rows(String part, CriteriaBuilder builder, Root<?> row) {
    Path<?> attribute = in(row);
    return NodeValue.isNull(part)
        ? Optional.of(builder.isNull(attribute))
        : NodeValue.parse(part, type).map(value -> builder.equal(attribute, value));
  }

  /** The value as a query has it. */
  Path<?> in(Root<?> row) {
    Path<?> attribute = row;
    for (String name : attributes) {
      attribute = attribute.get(name);
    }
    return attribute;
  }

  private static int position(EntityPersister persister, String property) {
    return Objects.requireNonNull(persister.findAttributeMapping(property)).getStateArrayPosition();
  }
}
