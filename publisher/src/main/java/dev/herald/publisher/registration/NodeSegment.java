package dev.herald.publisher.registration;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is between two slashes of a node's template.
 *
 * @param prefix all of it when there is no variable
 */
record NodeSegment(String prefix, @Nullable NodeVariable variable, String suffix) {

  static NodeSegment literal(String text) {
    return new NodeSegment(text, null, "");
  }

  String text(Function<NodeVariable, @Nullable Object> values) {
    return variable == null ? prefix : prefix + NodeValue.of(values.apply(variable)) + suffix;
  }

  /** Whether both may become the same text. */
  boolean overlaps(NodeSegment other) {
    if (variable == null) {
      return other.mayBe(prefix);
    }
    if (other.variable == null) {
      return mayBe(other.prefix);
    }
    return (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
        && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
  }

  boolean mayBe(String text) {
    if (variable == null) {
      return text.equals(prefix);
    }
    int end = text.length() - suffix.length();
    return prefix.length() < end
        && text.startsWith(prefix)
        && text.endsWith(suffix)
        && variable.mayBe(value(text));
  }

  /** The value in a text that {@link #mayBe} this, as it is written. */
  String value(String text) {
    return text.substring(prefix.length(), text.length() - suffix.length());
  }
}
