package dev.herald.publisher.table;

import dev.herald.publisher.registration.PublishedEntity;
import jakarta.persistence.metamodel.Type;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.type.BasicType;
import org.jspecify.annotations.Nullable;

/** Ids of rows that come from elsewhere. */
final class RowIds {

  private RowIds() {}

  /**
   * The id that an item's is the text of; empty when that cannot be told, as of a composite one.
   */
  static Optional<Object> parse(PublishedEntity entity, String itemId) {
    if (!(entity.persister().getIdentifierType() instanceof BasicType<?> type)) {
      return Optional.empty();
    }
    try {
      Object id = type.getJavaTypeDescriptor().fromString(itemId);
      return Optional.ofNullable(id)
          .filter(parsed -> entity.itemId(entity.persister(), parsed).equals(itemId));
    } catch (RuntimeException e) {
      // Somebody has published an item by hand that is no row.
      return Optional.empty();
    }
  }

  /**
   * What an application gives.
   *
   * @throws IllegalArgumentException when one is of another type than the entity's ids
   */
  static List<Object> require(PublishedEntity entity, Collection<?> ids) {
    Type<?> idType =
        entity.factory().getJpaMetamodel().entity(entity.persister().getMappedClass()).getIdType();
    Class<?> type =
        idType == null
            ? Object.class
            : MethodType.methodType(idType.getJavaType()).wrap().returnType();
    List<Object> all = new ArrayList<>(ids.size());
    for (@Nullable Object id : ids) {
      if (!type.isInstance(id)) {
        throw new IllegalArgumentException(
            "%s is no id of %s: give the ids as they are in the entity, of type %s, not %s"
                .formatted(
                    id,
                    entity.name(),
                    type.getSimpleName(),
                    id == null ? "null" : id.getClass().getSimpleName()));
      }
      all.add(id);
    }
    return all;
  }
}
