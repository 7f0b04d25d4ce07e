package dev.herald.publisher.capture;

import dev.herald.Operation;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has done to one row so far, as far as one node is concerned.
 *
 * @param cause what was done to the row
 * @param operation what that is for the node: a row that moves to it is new there
 * @param changed the attributes that updates have changed
 * @param payload as it was flushed last; null when the item is retracted
 */
record EntityChange(
    PublishedEntity entity,
    String node,
    String id,
    Operation cause,
    Operation operation,
    Set<String> changed,
    @Nullable XmlElement payload) {

  boolean isPublished() {
    return entity.publishes(cause);
  }

  Change toChange() {
    return payload == null ? new Change.Retract(node, id) : new Change.Publish(node, id, payload);
  }
}
