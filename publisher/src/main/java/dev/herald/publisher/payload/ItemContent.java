package dev.herald.publisher.payload;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlNode;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an item says of a row, whenever and for whatever reason it was written. */
public final class ItemContent {

  private static final JsonMapper JSON = new JsonMapper();

  private ItemContent() {}

  /** The fields that an item shows; all of them when it is in a form of the application's own. */
  public static ShownFields fields(XmlElement payload) {
    if (payload.is(Namespaces.JSON, "json")) {
      JsonNode json = json(payload);
      return json == null ? ShownFields.ALL : ShownFields.of(json);
    }
    return object(payload).map(ShownFields::of).orElse(ShownFields.ALL);
  }

  /**
   * Whether two items of a row say the same.
   *
   * @param shown as the node has it
   * @param row as the row is
   * @param unread attributes of which the second tells nothing
   */
  public static boolean isSame(XmlElement shown, XmlElement row, Set<String> unread) {
    if (shown.is(Namespaces.JSON, "json") && row.is(Namespaces.JSON, "json")) {
      JsonNode first = json(shown);
      return first instanceof ObjectNode object
          ? object.without(unread).equals(json(row))
          : shown.text().equals(row.text());
    }
    // As text, for which it does not matter in how many pieces a parser found it.
    return timeless(shown, unread).toString().equals(timeless(row, Set.of()).toString());
  }

  private static @Nullable JsonNode json(XmlElement payload) {
    try {
      return JSON.readTree(payload.text());
    } catch (JacksonException e) {
      // Then it is none of Herald's, and is compared as the text that it is.
      return null;
    }
  }

  private static Optional<XmlElement> object(XmlElement payload) {
    return payload
        .child(Namespaces.ATOM, "content")
        .flatMap(XmlElement::firstChild)
        .flatMap(XmlElement::firstChild)
        .filter(ItemContent::isObject);
  }

  private static boolean isObject(XmlElement element) {
    return element.is(EntityFields.NAMESPACE, "object") && element.attribute("model") != null;
  }

  /** Without the time of the entry, what was done to the object, and what a row does not tell. */
  private static XmlElement timeless(XmlElement element, Set<String> unread) {
    XmlElement.Builder copy = XmlElement.builder(element.namespace(), element.name());
    boolean ofRow = isObject(element);
    element
        .attributes()
        .forEach(
            (name, value) -> {
              if (!ofRow || !(name.equals("op") || name.equals("changed"))) {
                copy.attribute(name, value);
              }
            });
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
