package dev.herald.publisher.registration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIgnoreType;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether Jackson's annotations keep an attribute out of what is written. */
final class HiddenByJackson {

  private HiddenByJackson() {}

  /**
   * @param owner the class that has the attribute, or inherits it
   */
  static boolean hides(Class<?> owner, String attribute, Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      JsonIgnoreType ignored = c.getDeclaredAnnotation(JsonIgnoreType.class);
      if (ignored != null) {
        if (ignored.value()) {
          return true;
        }
        break;
      }
    }
    Set<String> names = new HashSet<>(Set.of(attribute));
    for (AnnotatedElement element : members(owner, attribute)) {
      JsonIgnore ignore = find(element, JsonIgnore.class);
      JsonProperty property = find(element, JsonProperty.class);
      if (property != null) {
        names.add(property.value());
      }
      if ((ignore != null && ignore.value())
          || (property != null && property.access() == JsonProperty.Access.WRITE_ONLY)) {
        return true;
      }
    }
    for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
      JsonIgnoreProperties ignored = c.getDeclaredAnnotation(JsonIgnoreProperties.class);
      if (ignored != null && Arrays.stream(ignored.value()).anyMatch(names::contains)) {
        return true;
      }
    }
    return false;
  }

  /** What an annotation at an attribute hides of the object that is its value. */
  static Set<String> inside(Class<?> owner, String attribute) {
    Set<String> hidden = new HashSet<>();
    for (AnnotatedElement element : members(owner, attribute)) {
      JsonIgnoreProperties ignored = find(element, JsonIgnoreProperties.class);
      if (ignored != null) {
        hidden.addAll(Arrays.asList(ignored.value()));
      }
    }
    return hidden;
  }

  private static <A extends Annotation> @Nullable A find(AnnotatedElement element, Class<A> type) {
    return element.getAnnotation(type);
  }

  /** The field and the accessors of an attribute, wherever in the hierarchy they are declared. */
  private static List<AnnotatedElement> members(Class<?> owner, String attribute) {
    String capital = attribute.substring(0, 1).toUpperCase(Locale.ROOT) + attribute.substring(1);
    List<String> methods = List.of("get" + capital, "is" + capital, "set" + capital, attribute);
    List<AnnotatedElement> members = new ArrayList<>();
    for (Class<?> c = owner; c != null && c != Object.class; c = c.getSuperclass()) {
      Arrays.stream(c.getDeclaredFields())
          .filter(field -> Objects.equals(field.getName(), attribute))
          .forEach(members::add);
      Arrays.stream(c.getDeclaredMethods())
          .filter(method -> methods.contains(method.getName()))
          .forEach(members::add);
    }
    return members;
  }
}
