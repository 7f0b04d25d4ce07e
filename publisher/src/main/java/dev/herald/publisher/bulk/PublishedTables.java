package dev.herald.publisher.bulk;

import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.spi.MappingMetamodelImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Which published entities have a row, or a part of one, in a table: their own, those of their
 * superclasses and subclasses, and those of their collections. Thread-safe.
 */
final class PublishedTables {

  private final PublishedEntities entities;
  private final Map<PublishedEntity, Set<TableName>> known = new ConcurrentHashMap<>();

  PublishedTables(PublishedEntities entities) {
    this.entities = entities;
  }

  Set<PublishedEntity> of(SessionFactoryImplementor factory, Collection<TableName> tables) {
    Set<PublishedEntity> found = new LinkedHashSet<>();
    for (PublishedEntity entity : entities.all()) {
      if (entity.factory() == factory
          && known.computeIfAbsent(entity, PublishedTables::tables).stream()
              .anyMatch(its -> tables.stream().anyMatch(its::isSameAs))) {
        found.add(entity);
      }
    }
    return found;
  }

  private static Set<TableName> tables(PublishedEntity entity) {
    Set<TableName> tables = new HashSet<>();
    EntityPersister persister = entity.persister();
    MappingMetamodelImplementor metamodel = entity.factory().getMappingMetamodel();
    add(persister, tables);
    for (String subclass : persister.getSubclassEntityNames()) {
      add(metamodel.getEntityDescriptor(subclass), tables);
    }
    metamodel.forEachCollectionDescriptor(
        collection -> {
          String table = collection.getAttributeMapping().getSeparateCollectionTable();
          if (table != null && isOf(collection, persister)) {
            tables.add(TableName.of(table));
          }
        });
    return tables;
  }

  private static void add(EntityPersister persister, Set<TableName> tables) {
    for (String table : persister.getTableNames()) {
      tables.add(TableName.of(table));
    }
  }

  private static boolean isOf(CollectionPersister collection, EntityPersister persister) {
    Class<?> owner = collection.getOwnerEntityPersister().getMappedClass();
    Class<?> type = persister.getMappedClass();
    return owner.isAssignableFrom(type) || type.isAssignableFrom(owner);
  }
}
