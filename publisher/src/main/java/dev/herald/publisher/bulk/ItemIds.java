package dev.herald.publisher.bulk;

import dev.herald.publisher.payload.EntityFields;
import dev.herald.publisher.registration.PublishedEntity;
import java.util.Optional;
import org.hibernate.type.BasicType;

/** The way back from an item's id to the id of the row. */
final class ItemIds {

  private ItemIds() {}

  /** The id that is written like this; empty when that cannot be told, as of a composite one. */
  static Optional<Object> parse(PublishedEntity entity, String itemId) {
    if (!(entity.persister().getIdentifierType() instanceof BasicType<?> type)) {
      return Optional.empty();
    }
    try {
      Object id = type.getJavaTypeDescriptor().fromString(itemId);
      return Optional.ofNullable(id)
          .filter(parsed -> EntityFields.idText(entity.persister(), parsed).equals(itemId));
    } catch (RuntimeException e) {
      // Somebody has published an item by hand that is no row.
      return Optional.empty();
    }
  }
}
