package dev.herald.testkit;

import dev.herald.publisher.payload.AttributeText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what a test expects with what a payload says, in which most is text. */
final class FieldValue {

  private FieldValue() {}

  /** A field by its name, a part of an embedded one with its path; null also when it is missing. */
  static @Nullable Object of(Map<?, ?> fields, String path) {
    if (fields.containsKey(path)) {
      return fields.get(path);
    }
    int dot = path.indexOf('.');
    return dot > 0 && fields.get(path.substring(0, dot)) instanceof Map<?, ?> embedded
        ? of(embedded, path.substring(dot + 1))
        : null;
  }

  static boolean isIn(Map<?, ?> fields, String path) {
    if (fields.containsKey(path)) {
      return true;
    }
    int dot = path.indexOf('.');
    return dot > 0
        && fields.get(path.substring(0, dot)) instanceof Map<?, ?> embedded
        && isIn(embedded, path.substring(dot + 1));
  }

  /** Whether both are written alike; numbers, also in texts, by their value. */
  static boolean same(@Nullable Object expected, @Nullable Object actual) {
    if (expected == null || actual == null) {
      return expected == actual;
    }
    if (expected instanceof Number number) {
      return isNumber(number, actual);
    }
    if (expected instanceof Iterable<?> several) {
      List<@Nullable Object> list = new ArrayList<>();
      several.forEach(list::add);
      return actual instanceof List<?> other && sameList(list, other);
    }
    if (expected instanceof Map<?, ?> map) {
      return actual instanceof Map<?, ?> other
          && map.size() == other.size()
          && map.entrySet().stream()
              .allMatch(
                  entry -> {
                    String key = AttributeText.of(entry.getKey());
                    return other.containsKey(key) && same(entry.getValue(), other.get(key));
                  });
    }
    return AttributeText.of(expected).equals(text(actual));
  }

  private static boolean sameList(List<?> expected, List<?> actual) {
    if (expected.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!same(expected.get(i), actual.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(Number expected, Object actual) {
    try {
      return new BigDecimal(expected.toString()).compareTo(new BigDecimal(actual.toString())) == 0;
    } catch (NumberFormatException e) {
      // Not a number at all, or NaN or an infinity, which are texts.
      return expected.toString().equals(actual.toString());
    }
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }
}
