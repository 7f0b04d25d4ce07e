package dev.herald.testkit;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads payloads as a page does: the fields of an entity, of JSON, and of an object as XML. */
final class PayloadFields {

  private static final String ENTITY = "urn:herald:entity:1";
  private static final String OBJECT = "urn:herald:object:1";

  /** The application's own payload, so only a mistake could be larger. */
  private static final XmlLimits LIMITS =
      new XmlLimits(64 * 1024 * 1024, 1024 * 1024, 10_000, 1_000);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private PayloadFields() {}

  static XmlElement parse(String xml) {
    return XmlStreamReader.parseDocument(xml, LIMITS);
  }

  static String operation(XmlElement payload) {
    return entity(payload).map(object -> object.attribute("op")).orElse("publish");
  }

  static Set<String> changed(XmlElement payload) {
    String names = entity(payload).map(object -> object.attribute("changed")).orElse("");
    return names.isEmpty()
        ? Set.of()
        : Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names.split(" "))));
  }

  /** The {@code <object>} of an entity in its Atom entry. */
  private static Optional<XmlElement> entity(XmlElement payload) {
    return payload
        .child(Namespaces.ATOM, "content")
        .flatMap(content -> content.child(ENTITY, "objects"))
        .flatMap(objects -> objects.child(ENTITY, "object"));
  }

  static Map<String, @Nullable Object> of(XmlElement payload) {
    Optional<XmlElement> entity = entity(payload);
    if (entity.isPresent()) {
      return fields(entity.get());
    }
    if (payload.is(Namespaces.JSON, "json")) {
      return json(payload.text());
    }
    Map<String, @Nullable Object> children = new LinkedHashMap<>();
    if (payload.namespace().equals(OBJECT)) {
      payload.children().forEach(child -> children.putIfAbsent(child.name(), child.text()));
    }
    return Collections.unmodifiableMap(children);
  }

  /** Empty of what is no JSON object. */
  private static Map<String, @Nullable Object> json(String text) {
    try {
      if (JSON.readValue(text, Object.class) instanceof Map<?, ?> object) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        object.forEach((name, value) -> fields.put(String.valueOf(name), value));
        return Collections.unmodifiableMap(fields);
      }
    } catch (JacksonException e) {
      // A serializer of the application writes what it likes; it is shown as it is.
      return Map.of();
    }
    return Map.of();
  }

  private static Map<String, @Nullable Object> fields(XmlElement parent) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (XmlElement field : parent.children()) {
      String name = field.attribute("name");
      if (field.is(ENTITY, "field") && name != null) {
        fields.put(name, value(field));
      }
    }
    return Collections.unmodifiableMap(fields);
  }

  private static @Nullable Object value(XmlElement element) {
    if (element.child(ENTITY, "None").isPresent()) {
      return null;
    }
    if (element.child(ENTITY, "field").isPresent()) {
      return fields(element);
    }
    String rel = element.attribute("rel");
    boolean toMany = rel != null && !rel.endsWith("ToOne");
    return toMany || !element.children().isEmpty() ? several(element.children()) : element.text();
  }

  /** A map where the values have keys, else a list; of objects their ids. */
  private static Object several(List<XmlElement> elements) {
    List<@Nullable Object> list = new ArrayList<>();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (XmlElement element : elements) {
      String id = element.attribute("pk");
      Object value = id == null ? value(element) : id;
      String key = element.attribute("key");
      if (key == null) {
        list.add(value);
      } else {
        map.put(key, value);
      }
    }
    return map.isEmpty() ? list : map;
  }
}
