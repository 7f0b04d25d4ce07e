package dev.herald.publisher.bulk;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What an item says of a row, whenever and for whatever reason it was written. */
final class ItemContent {

  private ItemContent() {}

  /** The fields by their names; none when the item is no entity's. */
  static Map<String, XmlElement> fields(XmlElement payload) {
    return payload
        .child(Namespaces.ATOM, "content")
        .flatMap(XmlElement::firstChild)
        .flatMap(XmlElement::firstChild)
        .map(ItemContent::inside)
        .orElseGet(Map::of);
  }

  /** The fields in an element, which is an object or the field of an embedded one. */
  static Map<String, XmlElement> inside(XmlElement element) {
    Map<String, XmlElement> fields = new HashMap<>();
    for (XmlElement child : element.children()) {
      String name = child.attribute("name");
      if (name != null) {
        fields.put(name, child);
      }
    }
    return fields;
  }

  /**
   * Whether an item says what is in a row.
   *
   * @param item as the node has it
   */
  static boolean says(XmlElement item, Row row) {
    return text(item, row.unread()).equals(text(row.payload("update"), Set.of()));
  }

  private static String text(XmlElement payload, Set<String> unread) {
    // As text, for which it does not matter in how many pieces a parser found it.
    return timeless(payload, unread).toString();
  }

  /** Without the time of the entry, the operation of the object, and what a row does not tell. */
  private static XmlElement timeless(XmlElement element, Set<String> unread) {
    XmlElement.Builder copy = XmlElement.builder(element.namespace(), element.name());
    element
        .attributes()
        .forEach((name, value) -> copy.attribute(name, name.equals("op") ? null : value));
    boolean ofRow = element.attribute("model") != null;
    for (XmlNode node : element.content()) {
      if (!(node instanceof XmlElement child)) {
        copy.add(node);
      } else if (!child.is(Namespaces.ATOM, "updated")
          && !(ofRow && unread.contains(String.valueOf(child.attribute("name"))))) {
        copy.add(timeless(child, unread));
      }
    }
    return copy.build();
  }
}
