package dev.herald.publisher.registration;

import dev.herald.Registration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an application says of one class: that it is published as its annotations say, and what else
 * it has registered. Not thread-safe.
 */
public final class ClassRegistrations {

  private final Class<?> type;
  private final List<Registration> byHand = new ArrayList<>();
  private boolean asAnnotated;

  public ClassRegistrations(Class<?> type) {
    this.type = type;
  }

  Class<?> type() {
    return type;
  }

  /** Publishes it as its annotations say, or without options when it has none. */
  public void addAnnotated() {
    asAnnotated = true;
  }

  /** Publishes it with options, which go on top of the annotation for the same node. */
  public void add(Registration options) {
    byHand.add(options);
  }

  /** What was registered with options, complete: with its node and what its annotation says. */
  List<Registration> byHand(String defaultNode) {
    List<Registration> annotated = annotated(defaultNode);
    return byHand.stream().map(options -> complete(options, annotated, defaultNode)).toList();
  }

  /** What the annotations say for nodes for which nothing else was registered. */
  List<Registration> annotatedOnly(String defaultNode) {
    List<Registration> rest = new ArrayList<>();
    if (asAnnotated) {
      rest.addAll(annotated(defaultNode));
      if (rest.isEmpty()) {
        rest.add(new Registration().node(defaultNode));
      }
    }
    List<String> taken = byHand(defaultNode).stream().map(ClassRegistrations::node).toList();
    rest.removeIf(options -> taken.contains(node(options)));
    return rest;
  }

  private List<Registration> annotated(String defaultNode) {
    Map<String, Registration> byNode = new LinkedHashMap<>();
    for (Registration options : Registration.of(type)) {
      Registration complete = options.over(new Registration().node(defaultNode));
      if (byNode.put(node(complete), complete) != null) {
        throw new IllegalArgumentException(
            "%s has @Published twice for the node '%s': give one of them another by node = …"
                .formatted(type.getName(), node(complete)));
      }
    }
    return List.copyOf(byNode.values());
  }

  private Registration complete(
      Registration options, List<Registration> annotated, String defaultNode) {
    if (options.node().isEmpty() && annotated.size() == 1) {
      return options.over(annotated.get(0));
    }
    String node = options.node().orElse(defaultNode);
    for (Registration each : annotated) {
      if (node(each).equals(node)) {
        return options.over(each);
      }
    }
    if (options.node().isEmpty() && !annotated.isEmpty()) {
      // A further node with all attributes is hardly what was meant.
      throw new IllegalArgumentException(
          "%s is @Published to %s; say by node(…) which of them the options are for: %s"
              .formatted(
                  type.getName(),
                  annotated.stream().map(ClassRegistrations::node).toList(),
                  options));
    }
    return options.over(new Registration().node(defaultNode));
  }

  private static String node(Registration complete) {
    return complete.node().orElseThrow();
  }
}
