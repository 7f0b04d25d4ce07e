package dev.herald.publisher.capture;

import dev.herald.Operation;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.RowChange;
import dev.herald.publisher.outbox.WholeOperation;
import dev.herald.publisher.payload.EntityFields;
import dev.herald.publisher.payload.EntityPayload;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a flush has done to one row, for one node.
 *
 * @param state the values of its attributes as they were flushed; null of a row that is gone
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
    Set<String> changed,
    Operation operation,
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
    Set<String> both = new HashSet<>(changed);
    both.addAll(later.changed);
    return new EntityChange(
        entity, node, itemId, persister, id, later.state, both, whole, later.at, metrics);
  }

  @Override
  public Change toChange(Operation whole) {
    @Nullable Object[] values = state;
    if (values == null || whole == Operation.DELETE) {
      return new Change.Retract(node, itemId);
    }
    try {
      return new Change.Publish(
          node,
          itemId,
          XmlFragment.of(
              EntityPayload.of(
                  entity, itemId, whole.name().toLowerCase(Locale.ROOT), at, fields(values))));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      metrics.countFailed();
      Unwritable.log(log, whole, persister, id, e);
      return new Change.Unwritable(node, itemId, Unwritable.describe(e));
    }
  }

  private List<XmlElement> fields(@Nullable Object[] values) {
    return new EntityFields(entity, metrics::countReplacedCharacters).of(persister, id, values);
  }
}
