package dev.herald.publisher.payload;

import dev.herald.publisher.payload.LoadedAttribute.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.BasicType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** Attributes as unmodifiable maps and lists, the values of columns in a form of its choice. */
final class AttributeValues {

  /** What a value of a column becomes. */
  @FunctionalInterface
  interface Form {
    Object of(Type type, Object value);
  }

  private final Form form;

  AttributeValues(Form form) {
    this.form = form;
  }

  Map<String, @Nullable Object> of(List<LoadedAttribute> attributes) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (LoadedAttribute attribute : attributes) {
      values.put(attribute.name(), value(attribute.value()));
    }
    return Collections.unmodifiableMap(values);
  }

  /** An identifier; one of several parts as text. */
  Object id(EntityPersister target, Object id) {
    return target.getIdentifierType() instanceof BasicType<?> basic
        ? form.of(basic, id)
        : EntityIds.text(target, id);
  }

  private @Nullable Object value(Value value) {
    if (value instanceof Value.None) {
      return null;
    }
    if (value instanceof Value.Basic basic) {
      return form.of(basic.type(), basic.value());
    }
    if (value instanceof Value.Embedded embedded) {
      return of(embedded.attributes());
    }
    if (value instanceof Value.Reference reference) {
      return id(reference.target(), reference.id());
    }
    if (value instanceof Value.References references) {
      return references.ids().stream().map(id -> id(references.target(), id)).toList();
    }
    if (value instanceof Value.Elements elements) {
      List<@Nullable Object> list = new ArrayList<>();
      elements.values().forEach(each -> list.add(value(each)));
      return Collections.unmodifiableList(list);
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    ((Value.Entries) value)
        .values()
        .forEach((key, each) -> map.put(key == null ? "" : AttributeText.of(key), value(each)));
    return Collections.unmodifiableMap(map);
  }
}
