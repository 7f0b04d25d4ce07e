package dev.herald.publisher.payload;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Calendar;
import java.util.Date;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The value of an attribute as text: ISO 8601 for dates and times, Base64 for bytes. */
public final class AttributeText {

  private AttributeText() {}

  public static String of(Object value) {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof char[] characters) {
      return new String(characters);
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    // The subclasses of java.sql write ISO-like text by themselves; a plain Date does not.
    if (value.getClass() == Date.class || value instanceof java.sql.Timestamp) {
      return ((Date) value).toInstant().toString();
    }
    if (value instanceof Calendar calendar) {
      return calendar.toInstant().toString();
    }
    if (value.getClass().isArray()) {
      return IntStream.range(0, Array.getLength(value))
          .mapToObj(i -> Array.get(value, i))
          .map(element -> element == null ? "null" : of(element))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return value.toString();
  }

  /** The simple name of a type, primitives by the name of their wrapper. */
  static String typeName(Class<?> type) {
    if (!type.isPrimitive()) {
      return type.getSimpleName();
    }
    return type == int.class
        ? "Integer"
        : type == char.class
            ? "Character"
            : Character.toUpperCase(type.getName().charAt(0)) + type.getName().substring(1);
  }
}
