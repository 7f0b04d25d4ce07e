package dev.herald.server.script;

import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlNode;
import dev.herald.xmpp.XmlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares elements as trees. Attributes have no order, and white space between elements says
 * nothing; an element with {@code {more}} in it may have more children, and all in any order. The
 * ids of XEP-0359 are passed over where none is expected, and those of notifications.
 */
final class XmlExpectation {

  private static final String MORE = "{more}";

  private final Captures captures;

  XmlExpectation(Captures captures) {
    this.captures = captures;
  }

  /** What is not as expected, if anything. What the script captures is kept when nothing is. */
  Optional<String> difference(XmlElement expected, XmlElement actual) {
    Captures trial = captures.copy();
    Optional<String> difference = new XmlExpectation(trial).compare(expected, actual);
    if (difference.isEmpty()) {
      captures.becomes(trial);
    }
    return difference;
  }

  private Optional<String> compare(XmlElement expected, XmlElement actual) {
    if (!actual.is(expected.namespace(), expected.name())) {
      return Optional.of("expected %s, not %s".formatted(name(expected), name(actual)));
    }
    TreeSet<String> attributes = new TreeSet<>(expected.attributes().keySet());
    attributes.addAll(actual.attributes().keySet());
    for (String attribute : attributes) {
      String wanted = expected.attribute(attribute);
      String found = actual.attribute(attribute);
      if (wanted == null && attribute.equals("id") && isNotification(actual)) {
        continue;
      }
      if (wanted == null || !captures.match(wanted, found)) {
        return Optional.of(
            "%s@%s: expected %s, not %s"
                .formatted(expected.name(), attribute, quoted(wanted), quoted(found)));
      }
    }
    List<XmlNode> wanted = content(expected);
    List<XmlNode> found = content(actual);
    if (wanted.stream().noneMatch(XmlExpectation::isStanzaId)) {
      found.removeIf(XmlExpectation::isStanzaId);
    }
    boolean more = wanted.removeIf(node -> node instanceof XmlText t && isMore(t));
    return (more ? among(wanted, found) : inOrder(wanted, found))
        .map(difference -> expected.name() + " > " + difference);
  }

  private Optional<String> inOrder(List<XmlNode> expected, List<XmlNode> actual) {
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      Optional<String> difference = compare(expected.get(i), actual.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    if (expected.size() > actual.size()) {
      return Optional.of("missing: " + expected.get(actual.size()));
    }
    return expected.size() == actual.size()
        ? Optional.empty()
        : Optional.of("not expected: " + actual.get(expected.size()));
  }

  private Optional<String> among(List<XmlNode> expected, List<XmlNode> actual) {
    List<XmlNode> left = new ArrayList<>(actual);
    for (XmlNode wanted : expected) {
      if (!removeFirst(left, wanted)) {
        return Optional.of("missing: " + wanted);
      }
    }
    return Optional.empty();
  }

  private boolean removeFirst(List<XmlNode> nodes, XmlNode wanted) {
    for (XmlNode node : nodes) {
      Captures trial = captures.copy();
      if (new XmlExpectation(trial).compare(wanted, node).isEmpty()) {
        captures.becomes(trial);
        // The first that is equal is as good as this one.
        return nodes.remove(node);
      }
    }
    return false;
  }

  private Optional<String> compare(XmlNode expected, XmlNode actual) {
    if (expected instanceof XmlElement wanted && actual instanceof XmlElement found) {
      return compare(wanted, found);
    }
    if (expected instanceof XmlText wanted && actual instanceof XmlText found) {
      return captures.match(wanted.value(), found.value())
          ? Optional.empty()
          : Optional.of(
              "expected %s, not %s".formatted(quoted(wanted.value()), quoted(found.value())));
    }
    return Optional.of("expected %s, not %s".formatted(expected, actual));
  }

  private static List<XmlNode> content(XmlElement element) {
    boolean hasParts =
        element.content().stream()
            .anyMatch(
                node -> node instanceof XmlElement || (node instanceof XmlText t && isMore(t)));
    List<XmlNode> content = new ArrayList<>(element.content());
    content.removeIf(node -> hasParts && node instanceof XmlText t && t.value().isBlank());
    return content;
  }

  private static boolean isMore(XmlText text) {
    return text.value().strip().equals(MORE);
  }

  private static boolean isStanzaId(XmlNode node) {
    return node instanceof XmlElement element && element.is("urn:xmpp:sid:0", "stanza-id");
  }

  private static boolean isNotification(XmlElement element) {
    return element.name().equals("message")
        && element.content().stream()
            .anyMatch(
                node ->
                    node instanceof XmlElement child
                        && child.namespace().startsWith("http://jabber.org/protocol/pubsub"));
  }

  private static String name(XmlElement element) {
    return "<%s/> of '%s'".formatted(element.name(), element.namespace());
  }

  private static String quoted(@Nullable String value) {
    return value == null ? "none" : "'" + value + "'";
  }
}
