package dev.herald;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The name of a node.
 *
 * @param text all of it, as pages have it: {@code /orders/7}
 * @param values of the attributes that it is named by, as they stand in the template: for {@code
 *     /orders/{customer.id}}, {@code customer.id} is {@code 7}; decoded, and null where the
 *     attribute is
 */
public record NodeName(String text, Map<String, @Nullable String> values) {

  public NodeName {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * The value of an attribute.
   *
   * @throws IllegalArgumentException when the template does not name it
   */
  public @Nullable String value(String attribute) {
    if (!values.containsKey(attribute)) {
      throw new IllegalArgumentException(
          "The node '%s' is not named by '%s', but by %s"
              .formatted(text, attribute, values.keySet()));
    }
    return values.get(attribute);
  }

  @Override
  public String toString() {
    return text;
  }
}
