package dev.herald.publisher.attributes;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Where the annotations of an attribute may stand: its field and its accessors. */
final class AttributeMembers {

  private AttributeMembers() {}

  /** The members of an attribute, wherever in the hierarchy they are declared. */
  static List<AnnotatedElement> of(Class<?> owner, String attribute) {
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

  /** The annotations of one kind at an attribute. */
  static <A extends Annotation> List<A> annotations(
      Class<?> owner, String attribute, Class<A> kind) {
    return of(owner, attribute).stream()
        .map(member -> member.getAnnotation(kind))
        .filter(Objects::nonNull)
        .toList();
  }
}
