package dev.herald.publisher.attributes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIgnoreType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonView;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether Jackson's annotations keep an attribute out of what is written. */
final class HiddenByJackson {

  private HiddenByJackson() {}

  /**
   * @param owner the class that has the attribute, or inherits it
   */
  static boolean hides(Class<?> owner, String attribute, Class<?> type) {
    return isIgnoredType(type)
        || AttributeMembers.annotations(owner, attribute, JsonIgnore.class).stream()
            .anyMatch(JsonIgnore::value)
        || isIgnoredProperty(owner, attribute);
  }

  /**
   * Whether an attribute does not belong to a view. One without {@code @JsonView} belongs to each,
   * unless its class has the annotation.
   */
  static boolean hidesFrom(Class<?> view, Class<?> owner, String attribute) {
    List<JsonView> views = AttributeMembers.annotations(owner, attribute, JsonView.class);
    for (Class<?> c = owner; views.isEmpty() && c != null; c = c.getSuperclass()) {
      views = List.of(c.getDeclaredAnnotationsByType(JsonView.class));
    }
    // As in Jackson 3, what belongs to no view is in none.
    if (views.isEmpty()) {
      return true;
    }
    // Where field and accessor do not agree, the one that hides has it.
    return !views.stream()
        .allMatch(
            each -> Arrays.stream(each.value()).anyMatch(shown -> shown.isAssignableFrom(view)));
  }

  /** What an annotation at an attribute hides of the object that is its value. */
  static Set<String> inside(Class<?> owner, String attribute) {
    Set<String> hidden = new HashSet<>();
    AttributeMembers.annotations(owner, attribute, JsonIgnoreProperties.class)
        .forEach(ignored -> hidden.addAll(Arrays.asList(ignored.value())));
    return hidden;
  }

  private static boolean isIgnoredType(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      JsonIgnoreType ignored = c.getDeclaredAnnotation(JsonIgnoreType.class);
      if (ignored != null) {
        return ignored.value();
      }
    }
    return false;
  }

  private static boolean isIgnoredProperty(Class<?> owner, String attribute) {
    Set<String> names = new HashSet<>(Set.of(attribute));
    for (JsonProperty property :
        AttributeMembers.annotations(owner, attribute, JsonProperty.class)) {
      if (property.access() == JsonProperty.Access.WRITE_ONLY) {
        return true;
      }
      names.add(property.value());
    }
    for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
      JsonIgnoreProperties ignored = c.getDeclaredAnnotation(JsonIgnoreProperties.class);
      if (ignored != null && Arrays.stream(ignored.value()).anyMatch(names::contains)) {
        return true;
      }
    }
    return false;
  }
}
