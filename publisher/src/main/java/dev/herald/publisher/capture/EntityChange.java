package dev.herald.publisher.capture;

import dev.herald.Operation;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.RowChange;
import dev.herald.publisher.outbox.Stamp;
import dev.herald.publisher.outbox.WholeOperation;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlFragment;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a flush has done to one row, as far as one node is concerned.
 *
 * @param state the values of its attributes as they were flushed; null of a row that is gone from
 *     the node
 * @param cause what was done to the row
 * @param operation what that is for the node: a row that moves to it is new there
 * @param changed the attributes that an update has changed, as far as Hibernate knows
 */
@SuppressWarnings("ArrayRecordComponent") // Hibernate's own, and no two changes are compared.
record EntityChange(
    PublishedEntity entity,
    String node,
    String itemId,
    EntityPersister persister,
    Object id,
    @Nullable Object @Nullable [] state,
    Operation cause,
    Operation operation,
    Set<String> changed,
    Instant at,
    PublisherMetrics metrics)
    implements RowChange {

  private static final Logger log = LoggerFactory.getLogger(EntityChange.class);

  /** Both, of one flush, as one change; null when nothing remains of them. */
  @Nullable EntityChange then(EntityChange later) {
    Operation whole = WholeOperation.of(operation, later.operation);
    if (whole == null) {
      return null;
    }
    Operation wholeCause = WholeOperation.of(cause, later.cause);
    Set<String> both = new LinkedHashSet<>(changed);
    both.addAll(later.changed);
    return new EntityChange(
        entity,
        node,
        itemId,
        persister,
        id,
        later.state,
        wholeCause == null ? later.cause : wholeCause,
        whole,
        both,
        later.at,
        metrics);
  }

  /** With the attributes that all updates of the transaction have changed. */
  EntityChange with(Set<String> all) {
    return new EntityChange(
        entity, node, itemId, persister, id, state, cause, operation, all, at, metrics);
  }

  @Override
  public Change toChange(Operation whole) {
    @Nullable Object[] values = state;
    if (values == null || whole == Operation.DELETE) {
      return new Change.Retract(node, itemId, Stamp.of(Operation.DELETE, null));
    }
    try {
      boolean known = whole == Operation.UPDATE && !changed.isEmpty();
      return new Change.Publish(
          node,
          itemId,
          XmlFragment.of(
              entity.payload(
                  persister,
                  id,
                  values,
                  whole,
                  whole == Operation.UPDATE ? changed : Set.of(),
                  at,
                  metrics::countReplacedCharacters)),
          Stamp.of(whole, known ? entity.published(persister, changed) : null));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      metrics.countFailed();
      Unwritable.log(log, whole, persister, id, e);
      return new Change.Unwritable(node, itemId, Unwritable.describe(e));
    }
  }
}
