package dev.herald.external;

import dev.herald.publisher.NodeOptions;
import dev.herald.xmpp.XmlElement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The configuration of a node as a data form (XEP-0004; XEP-0060, section 16.4.4).
 *
 * @param fields their values by their names without {@code pubsub#}; of several values the first
 */
record NodeForm(Map<String, String> fields) {

  static final String MAX_ITEMS = "max_items";

  /** As many items as the server allows. */
  static final String MOST = "max";

  private static final String DATA = "jabber:x:data";
  private static final String PREFIX = "pubsub#";

  /**
   * What a node of this application is: everybody reads, only its owner publishes, items are kept,
   * and what is retracted is told.
   */
  static NodeForm of(NodeOptions options) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("access_model", "open");
    fields.put("publish_model", "publishers");
    fields.put("persist_items", "1");
    fields.put(MAX_ITEMS, String.valueOf(options.maxItems()));
    fields.put("deliver_notifications", "1");
    fields.put("deliver_payloads", "1");
    fields.put("notify_retract", "1");
    fields.put("send_last_published_item", "never");
    return new NodeForm(fields);
  }

  /** What a server says that a node is. */
  static NodeForm of(XmlElement answer) {
    Map<String, String> fields = new LinkedHashMap<>();
    collect(answer.children(), fields);
    return new NodeForm(fields);
  }

  private static void collect(Collection<XmlElement> elements, Map<String, String> fields) {
    for (XmlElement element : elements) {
      String name = element.attribute("var");
      if (!element.is(DATA, "field")) {
        collect(element.children(), fields);
      } else if (name != null && name.startsWith(PREFIX)) {
        fields.put(
            name.substring(PREFIX.length()),
            element.child(DATA, "value").map(XmlElement::text).orElse(""));
      }
    }
  }

  /** Of these fields those that the other form has too, and otherwise. */
  NodeForm unlike(NodeForm there) {
    Map<String, String> differing = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          String its = there.fields().get(name);
          if (its != null && !normal(its).equals(normal(value))) {
            differing.put(name, value);
          }
        });
    return new NodeForm(differing);
  }

  private static String normal(String value) {
    return switch (value) {
      case "true" -> "1";
      case "false" -> "0";
      default -> value;
    };
  }

  NodeForm with(String field, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(field, value);
    return new NodeForm(changed);
  }

  NodeForm without(String field) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.remove(field);
    return new NodeForm(changed);
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  XmlElement toXml() {
    XmlElement.Builder form = XmlElement.builder(DATA, "x").attribute("type", "submit");
    form.add(
        field("FORM_TYPE", "http://jabber.org/protocol/pubsub#node_config")
            .attribute("type", "hidden"));
    fields.forEach((name, value) -> form.add(field(PREFIX + name, value)));
    return form.build();
  }

  private static XmlElement.Builder field(String name, String value) {
    return XmlElement.builder(DATA, "field")
        .attribute("var", name)
        .add(XmlElement.builder(DATA, "value").text(value));
  }
}
