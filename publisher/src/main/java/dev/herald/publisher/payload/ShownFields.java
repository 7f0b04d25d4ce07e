package dev.herald.publisher.payload;

import dev.herald.xmpp.XmlElement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which fields something shows, and which are in those. */
public final class ShownFields {

  /** Whatever there is. */
  static final ShownFields ALL = new ShownFields(null);

  private static final ShownFields NONE = new ShownFields(Map.of());

  private final @Nullable Map<String, ShownFields> fields;

  private ShownFields(@Nullable Map<String, ShownFields> fields) {
    this.fields = fields;
  }

  /** The fields in an element, which is an object or the field of an embedded one. */
  static ShownFields of(XmlElement element) {
    Map<String, ShownFields> fields = new HashMap<>();
    for (XmlElement child : element.children()) {
      String name = child.attribute("name");
      if (name != null) {
        fields.put(name, of(child));
      }
    }
    return new ShownFields(fields);
  }

  static ShownFields of(JsonNode json) {
    Map<String, ShownFields> fields = new HashMap<>();
    json.properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
    return new ShownFields(fields);
  }

  public boolean has(String name) {
    return fields == null || fields.containsKey(name);
  }

  /** Those in a field. */
  public ShownFields in(String name) {
    return fields == null ? this : fields.getOrDefault(name, NONE);
  }
}
