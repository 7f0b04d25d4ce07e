package dev.herald.publisher.table;

import dev.herald.publisher.payload.ShownFields;
import dev.herald.publisher.registration.PublishedEntity;
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

  private final PublishedEntity entity;

  ShownCollections(PublishedEntity entity) {
    this.entity = entity;
  }

  /**
   * Reads those of one instance.
   *
   * @param state in the order of the persister's properties
   */
  void read(EntityPersister ofInstance, @Nullable Object[] state, ShownFields shown) {
    read(
        ofInstance.getMappedClass(),
        "",
        ofInstance.getPropertyNames(),
        ofInstance.getPropertyTypes(),
        state,
        shown);
  }

  private void read(
      Class<?> owner,
      String prefix,
      String[] names,
      Type[] types,
      @Nullable Object[] values,
      ShownFields shown) {
    for (int i = 0; i < names.length; i++) {
      Object value = values[i];
      if (value == null
          || value == LazyPropertyInitializer.UNFETCHED_PROPERTY
          || !shown.has(names[i])) {
        continue;
      }
      String path = prefix + names[i];
      if (types[i] instanceof CollectionType) {
        if (entity.shows(owner, path, types[i])) {
          Hibernate.initialize(value);
        }
      } else if (types[i] instanceof CompositeType embedded) {
        read(
            embedded.getReturnedClass(),
            path + ".",
            embedded.getPropertyNames(),
            embedded.getSubtypes(),
            embedded.getPropertyValues(value),
            shown.in(names[i]));
      }
    }
  }
}
