package dev.herald.publisher.capture;

import org.hibernate.collection.spi.AbstractPersistentCollection;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.EventSource;
import org.hibernate.event.spi.PostCollectionRecreateEvent;
import org.hibernate.event.spi.PostCollectionRecreateEventListener;
import org.hibernate.event.spi.PostCollectionRemoveEvent;
import org.hibernate.event.spi.PostCollectionRemoveEventListener;
import org.hibernate.event.spi.PostCollectionUpdateEvent;
import org.hibernate.event.spi.PostCollectionUpdateEventListener;
import org.hibernate.persister.entity.EntityPersister;

/**
 * A collection that changes is a change of the entity that has it, for which Hibernate has no other
 * event unless the entity is versioned.
 */
final class CollectionChangeListener
    implements PostCollectionUpdateEventListener,
        PostCollectionRecreateEventListener,
        PostCollectionRemoveEventListener {

  private static final long serialVersionUID = 1L;

  private final transient EntityChangeListener entities;

  CollectionChangeListener(EntityChangeListener entities) {
    this.entities = entities;
  }

  @Override
  public void onPostUpdateCollection(PostCollectionUpdateEvent event) {
    changed(event);
  }

  @Override
  public void onPostRecreateCollection(PostCollectionRecreateEvent event) {
    changed(event);
  }

  @Override
  public void onPostRemoveCollection(PostCollectionRemoveEvent event) {
    changed(event);
  }

  private void changed(AbstractCollectionEvent event) {
    if (event.getCollection() instanceof AbstractPersistentCollection<?> collection
        && !(collection.getSession() instanceof EventSource)) {
      // A stateless session's: it writes collections with their entity, which is heard.
      return;
    }
    Object owner = event.getAffectedOwnerOrNull();
    Object id = event.getAffectedOwnerIdOrNull();
    if (owner == null || id == null) {
      // Replaced while its owner was detached: the merge that brings it back is heard.
      return;
    }
    EntityPersister persister =
        event.getSession().getEntityPersister(event.getAffectedOwnerEntityName(), owner);
    String role = event.getCollectionPersister().getRole();
    entities.collectionChanged(
        event.getSession(), persister, id, owner, role.substring(role.lastIndexOf('.') + 1));
  }
}
