package dev.herald.testkit;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of an event.
 *
 * @param text such as "with id '42'"
 * @param mismatch what an event has instead; null when it is as expected
 */
record Condition(String text, Function<RecordedEvent, @Nullable String> mismatch) {

  static Condition id(String itemId) {
    return new Condition(
        "with id '" + itemId + "'",
        event -> event.itemId().equals(itemId) ? null : "id is '" + event.itemId() + "'");
  }

  static Condition operation(String operation) {
    return new Condition(
        "by " + operation,
        event ->
            event.operation().equals(operation)
                ? null
                : event.operation().equals("publish")
                    ? "operation is 'publish', as this payload does not say more"
                    : "operation is '" + event.operation() + "'");
  }

  static Condition field(String name, @Nullable Object value) {
    return new Condition(
        "with field " + name + " = " + shown(value),
        event -> {
          if (!FieldValue.isIn(event.fields(), name)) {
            return "no field " + name;
          }
          Object actual = FieldValue.of(event.fields(), name);
          return FieldValue.same(value, actual) ? null : name + " is " + shown(actual);
        });
  }

  static Condition noField(String name) {
    return new Condition(
        "without field " + name,
        event ->
            FieldValue.isIn(event.fields(), name)
                ? name + " is " + shown(FieldValue.of(event.fields(), name))
                : null);
  }

  private static String shown(@Nullable Object value) {
    return value instanceof CharSequence
        ? "'" + Abbreviated.of(value.toString(), 200) + "'"
        : Abbreviated.of(String.valueOf(value), 200);
  }
}
