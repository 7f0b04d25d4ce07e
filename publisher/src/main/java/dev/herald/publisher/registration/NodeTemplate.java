package dev.herald.publisher.registration;

import dev.herald.NodeName;
import dev.herald.publisher.Names;
import dev.herald.publisher.payload.AttributeText;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Where the items of an entity are: in one node, or in one for each value of the attributes that
 * are named in braces. There is one of them between two slashes at most, so a name says which
 * values it has.
 */
final class NodeTemplate {

  private final String text;
  private final List<NodeSegment> segments;
  private final boolean fixed;

  private NodeTemplate(String text, List<NodeSegment> segments) {
    this.text = text;
    this.segments = segments;
    this.fixed = segments.stream().allMatch(segment -> segment.variable() == null);
  }

  /**
   * Reads a template.
   *
   * @param variables finds an attribute
   * @throws IllegalArgumentException when its braces are not in order, saying how they should be
   */
  static NodeTemplate of(String text, Function<String, NodeVariable> variables) {
    Names.require(text, "node");
    List<NodeSegment> segments = new ArrayList<>();
    for (String part : text.split("/", -1)) {
      int open = part.indexOf('{');
      int close = part.indexOf('}');
      if (open < 0 && close < 0) {
        segments.add(NodeSegment.literal(part));
        continue;
      }
      if (open < 0 || close < open + 2) {
        throw new IllegalArgumentException(
            ("The braces of the node '%s' are not in order: an attribute stands in them, as in"
                    + " /orders/{customer.id}")
                .formatted(text));
      }
      String suffix = part.substring(close + 1);
      String path = part.substring(open + 1, close);
      if (suffix.contains("{") && !path.contains("{")) {
        throw new IllegalArgumentException(
            ("The node '%s' has two attributes without a slash between them, so that different"
                    + " values could give the same node: separate them, as in /{year}/{month}")
                .formatted(text));
      }
      if (suffix.contains("}") || path.contains("{")) {
        throw new IllegalArgumentException(
            "The braces of the node '%s' are not in order: each is closed before the next is opened"
                .formatted(text));
      }
      segments.add(new NodeSegment(part.substring(0, open), variables.apply(path), suffix));
    }
    return new NodeTemplate(text, List.copyOf(segments));
  }

  /** Whether there is one node only. */
  boolean isFixed() {
    return fixed;
  }

  String text() {
    return text;
  }

  /**
   * The node of an instance.
   *
   * @throws IllegalArgumentException when its name would be too long
   */
  String node(EntityPersister persister, Object id, @Nullable Object[] state) {
    if (fixed) {
      return text;
    }
    return joined(
        variable -> variable.value(persister, id, state),
        persister.getEntityName() + " by " + text);
  }

  /**
   * The node of values, in the order of {@link #values}.
   *
   * @throws IllegalArgumentException when its name would be too long
   */
  String node(@Nullable Object[] values) {
    int[] next = new int[1];
    return joined(variable -> values[next[0]++], text);
  }

  private String joined(Function<NodeVariable, @Nullable Object> values, String of) {
    String node =
        segments.stream().map(segment -> segment.text(values)).collect(Collectors.joining("/"));
    return Names.requireLength(node, "node of " + of);
  }

  /** The values that nodes are named by, as a query has them. */
  List<Path<?>> values(Root<?> row) {
    List<Path<?>> values = new ArrayList<>();
    for (NodeSegment segment : segments) {
      if (segment.variable() != null) {
        values.add(segment.variable().in(row));
      }
    }
    return values;
  }

  /** What comes before the first of the values. */
  String prefix() {
    StringBuilder prefix = new StringBuilder();
    for (NodeSegment segment : segments) {
      prefix.append(segment.prefix());
      if (segment.variable() != null) {
        break;
      }
      prefix.append('/');
    }
    return fixed ? text : prefix.toString();
  }

  /** Whether a node may be one of these. */
  boolean matches(String node) {
    if (fixed) {
      return node.equals(text);
    }
    String[] parts = node.split("/", -1);
    if (parts.length != segments.size()) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!segments.get(i).mayBe(parts[i])) {
        return false;
      }
    }
    return true;
  }

  /** What the values of a node are; empty when it is none of these, or none that can ever be. */
  Optional<NodeName> parse(String node) {
    if (!matches(node)) {
      return Optional.empty();
    }
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    String[] parts = fixed ? new String[0] : node.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      NodeSegment segment = segments.get(i);
      NodeVariable variable = segment.variable();
      if (variable != null) {
        String part = segment.value(parts[i]);
        Object value = NodeValue.parse(part, variable.type()).orElse(null);
        if (value == null && !NodeValue.isNull(part)) {
          return Optional.empty();
        }
        values.put(variable.path(), value == null ? null : AttributeText.of(value));
      }
    }
    return Optional.of(new NodeName(node, values));
  }

  /** The rows of a node that is one of these, each condition an attribute. */
  List<Predicate> rows(String node, CriteriaBuilder builder, Root<?> row) {
    List<Predicate> conditions = new ArrayList<>();
    String[] parts = node.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      NodeSegment segment = segments.get(i);
      if (segment.variable() != null) {
        conditions.add(
            segment
                .variable()
                .rows(segment.value(parts[i]), builder, row)
                .orElseGet(builder::disjunction));
      }
    }
    return conditions;
  }

  /** Whether a node may be one of these and one of the other. */
  boolean overlaps(NodeTemplate other) {
    if (segments.size() != other.segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      if (!segments.get(i).overlaps(other.segments.get(i))) {
        return false;
      }
    }
    return true;
  }
}
