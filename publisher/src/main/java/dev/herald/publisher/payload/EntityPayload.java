package dev.herald.publisher.payload;

import dev.herald.Operation;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The payload of an entity: an Atom entry (RFC 4287) around the serialised instance, in which
 * {@code $(entry).find('field[name=message]').text()} finds an attribute.
 */
final class EntityPayload {

  private EntityPayload() {}

  /**
   * Writes the entry of one instance.
   *
   * @param fields of {@link EntityFields}
   */
  static XmlElement of(EntityItem item, List<XmlElement> fields) {
    String id = item.itemId();
    XmlElement.Builder object =
        XmlElement.builder(EntityFields.NAMESPACE, "object")
            .attribute("model", item.model())
            .attribute("pk", id)
            .attribute("op", item.op())
            .addAll(fields);
    if (item.operation() == Operation.UPDATE && item.changesKnown()) {
      object.attribute("changed", String.join(" ", item.changed()));
    }
    return XmlElement.builder(Namespaces.ATOM, "entry")
        .add(element("id", "urn:herald:entity:" + encode(item.model()) + ":" + encode(id)))
        .add(element("title", item.model() + " " + id))
        .add(element("updated", item.at().truncatedTo(ChronoUnit.MILLIS).toString()))
        .add(
            XmlElement.builder(Namespaces.ATOM, "content")
                .attribute("type", "application/xml")
                .add(
                    XmlElement.builder(EntityFields.NAMESPACE, "objects")
                        .attribute("version", "1.0")
                        .add(object)))
        .build();
  }

  private static XmlElement element(String name, String text) {
    return XmlElement.builder(Namespaces.ATOM, name).text(text).build();
  }

  private static String encode(String part) {
    // As nearly all are.
    return isUnreserved(part) ? part : escaped(part);
  }

  private static boolean isUnreserved(String part) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      boolean plain =
          (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
