package dev.herald.publisher.payload;

import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The payload of an entity: an Atom entry (RFC 4287) around the serialised instance, in which
 * {@code $(entry).find('field[name=message]').text()} finds an attribute.
 */
public final class EntityPayload {

  private EntityPayload() {}

  /**
   * Writes the entry of one instance.
   *
   * @param operation what has happened to it: insert or update
   * @param fields of {@link EntityFields}
   */
  public static XmlElement of(
      PublishedEntity entity, String id, String operation, Instant at, List<XmlElement> fields) {
    String model = entity.application() + "." + entity.name();
    XmlElement object =
        XmlElement.builder(EntityFields.NAMESPACE, "object")
            .attribute("model", model)
            .attribute("pk", id)
            .attribute("op", operation)
            .addAll(fields)
            .build();
    return XmlElement.builder(Namespaces.ATOM, "entry")
        .add(element("id", "urn:herald:entity:" + encode(model) + ":" + encode(id)))
        .add(element("title", model + " " + id))
        .add(element("updated", at.truncatedTo(ChronoUnit.MILLIS).toString()))
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
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
