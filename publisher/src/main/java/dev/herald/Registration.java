package dev.herald;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How an entity is published; the same options as {@link Published} has. */
public final class Registration {

  private final Set<String> fields = new LinkedHashSet<>();
  private final Set<String> exclude = new LinkedHashSet<>();
  private int maxItems;

  /** Begins with what the annotation says, if the class has it. */
  public static Registration of(Class<?> entity) {
    Registration registration = new Registration();
    Published published = entity.getAnnotation(Published.class);
    if (published != null) {
      registration.fields(published.fields());
      registration.exclude(published.exclude());
      registration.maxItems(published.maxItems());
    }
    return registration;
  }

  /** The only attributes to publish. Naming one that looks like a secret permits it. */
  public Registration fields(String... names) {
    fields.addAll(List.of(names));
    return this;
  }

  /** Attributes that are not published. */
  public Registration exclude(String... names) {
    exclude.addAll(List.of(names));
    return this;
  }

  /** How many items the node keeps; 0 for the configured number. */
  public Registration maxItems(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("A node cannot keep " + number + " items");
    }
    maxItems = number;
    return this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Registration that
        && fields.equals(that.fields)
        && exclude.equals(that.exclude)
        && maxItems == that.maxItems;
  }

  @Override
  public int hashCode() {
    return Objects.hash(fields, exclude, maxItems);
  }

  @Override
  public String toString() {
    return "fields=%s, exclude=%s, maxItems=%d".formatted(fields, exclude, maxItems);
  }

  public Set<String> fields() {
    return Set.copyOf(fields);
  }

  public Set<String> exclude() {
    return Set.copyOf(exclude);
  }

  public int maxItems() {
    return maxItems;
  }
}
