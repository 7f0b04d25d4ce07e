package dev.herald.testkit;

import dev.herald.UncommittedChange;
import dev.herald.xmpp.XmlElement;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a page that has subscribed to a node is told of one item.
 *
 * @param node the NodeID
 * @param itemId the id of the item, which is the id of an entity
 * @param operation as {@code herald.js} has it: {@code insert} or {@code update} of an entity whose
 *     payload is XML; {@code publish} of anything else, as JSON does not say it; {@code delete} of
 *     what is taken back
 * @param payload the item's XML; null when it is taken back
 * @param fields what the payload says of an entity or an object, by name: texts; from JSON also
 *     numbers and booleans; lists, maps and null
 * @param changed the fields that an update has changed, as far as the payload says so
 */
public record RecordedEvent(
    String node,
    String itemId,
    String operation,
    @Nullable String payload,
    Map<String, @Nullable Object> fields,
    Set<String> changed) {

  static final String DELETE = "delete";

  static RecordedEvent published(String node, String itemId, String xml) {
    XmlElement payload = PayloadFields.parse(xml);
    return new RecordedEvent(
        node,
        itemId,
        PayloadFields.operation(payload),
        xml,
        PayloadFields.of(payload),
        PayloadFields.changed(payload));
  }

  static RecordedEvent retracted(String node, String itemId) {
    return new RecordedEvent(node, itemId, DELETE, null, Map.of(), Set.of());
  }

  /** What comes of a change; of one that cannot be written nothing does. */
  static @Nullable RecordedEvent of(UncommittedChange change) {
    if (change.failure() != null) {
      return null;
    }
    return change.payload() == null
        ? retracted(change.node(), change.itemId())
        : published(change.node(), change.itemId(), change.payload());
  }

  public boolean isRetraction() {
    return payload == null;
  }

  /** The text in the payload, as of one that was published as text; empty of what is taken back. */
  public String text() {
    return payload == null ? "" : PayloadFields.parse(payload).text();
  }

  /** In one line, long values cut. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    line.append(operation).append(' ').append(node).append(' ').append(itemId);
    if (!changed.isEmpty()) {
      line.append(" changed ").append(changed);
    }
    if (!fields.isEmpty()) {
      line.append(' ').append(Abbreviated.of(fields.toString(), 300));
    } else if (payload != null) {
      line.append(' ').append(Abbreviated.of(payload, 300));
    }
    return line.toString();
  }
}
