package dev.herald.publisher.capture;

import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.payload.EntityPayload;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a transaction has done to one row so far, its state frozen when it was flushed. */
record EntityChange(
    PublishedEntity entity, String id, Operation operation, List<XmlElement> fields, Instant at) {

  enum Operation {
    INSERT,
    UPDATE,
    DELETE
  }

  /**
   * Both as one change of the row; null when nothing remains of them.
   *
   * @param later what was flushed after this
   */
  @Nullable EntityChange then(EntityChange later) {
    return switch (later.operation) {
      case DELETE -> operation == Operation.INSERT ? null : later;
      case INSERT -> operation == Operation.DELETE ? later.as(Operation.UPDATE) : later;
      case UPDATE -> later.as(operation == Operation.INSERT ? Operation.INSERT : Operation.UPDATE);
    };
  }

  Change toChange() {
    return switch (operation) {
      case DELETE -> new Change.Retract(entity.node(), id);
      case INSERT -> publish("insert");
      case UPDATE -> publish("update");
    };
  }

  private Change publish(String operationName) {
    return new Change.Publish(
        entity.node(), id, EntityPayload.of(entity, id, operationName, at, fields));
  }

  private EntityChange as(Operation other) {
    return new EntityChange(entity, id, other, fields, at);
  }
}
