package dev.herald.publisher.payload;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** The attributes of an entity as a JSON object. */
final class EntityJson {

  /** Not the application's mapper, whose settings would change what a page was told to expect. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private static final AttributeValues VALUES = new AttributeValues(EntityJson::column);

  private EntityJson() {}

  static String of(EntityItem item) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    // An attribute of this name takes its place.
    object.put("id", VALUES.id(item.persister(), item.id()));
    object.putAll(VALUES.of(item.attributes()));
    return JSON.writeValueAsString(object);
  }

  private static Object column(Type type, Object value) {
    if (value instanceof Boolean
        || value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long
        || value instanceof BigInteger
        || value instanceof BigDecimal
        // JSON has no infinity.
        || (value instanceof Float number && Float.isFinite(number))
        || (value instanceof Double real && Double.isFinite(real))) {
      return value;
    }
    if (value instanceof Collection<?> several) {
      List<@Nullable Object> list = new ArrayList<>();
      several.forEach(each -> list.add(each == null ? null : column(type, each)));
      return list;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      map.forEach((key, each) -> object.put(key(key), each == null ? null : column(type, each)));
      return object;
    }
    if (value.getClass().isArray() && !(value instanceof byte[]) && !(value instanceof char[])) {
      List<@Nullable Object> list = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        Object each = Array.get(value, i);
        list.add(each == null ? null : column(type, each));
      }
      return list;
    }
    return AttributeText.of(value);
  }

  private static String key(@Nullable Object key) {
    return key == null ? "" : AttributeText.of(key);
  }
}
