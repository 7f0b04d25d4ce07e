package dev.herald.publisher.bulk;

import dev.herald.xmpp.XmlElement;
import java.util.Map;
import org.hibernate.Hibernate;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads the collections that an item shows: without them there would be no telling whether they
 * have changed, and the item would lose them.
 */
final class ShownCollections {

  private ShownCollections() {}

  /**
   * @param state in the order of the persister's properties
   * @param shown the item's fields by their names
   */
  static void read(
      EntityPersister persister, @Nullable Object[] state, Map<String, XmlElement> shown) {
    read(persister.getPropertyNames(), persister.getPropertyTypes(), state, shown);
  }

  private static void read(
      String[] names, Type[] types, @Nullable Object[] values, Map<String, XmlElement> shown) {
    for (int i = 0; i < names.length; i++) {
      XmlElement field = shown.get(names[i]);
      Object value = values[i];
      if (field == null || value == null || value == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
        continue;
      }
      if (types[i] instanceof CollectionType) {
        Hibernate.initialize(value);
      } else if (types[i] instanceof CompositeType embedded) {
        read(
            embedded.getPropertyNames(),
            embedded.getSubtypes(),
            embedded.getPropertyValues(value),
            ItemContent.inside(field));
      }
    }
  }
}
