package dev.herald.publisher.payload;

import static java.util.Objects.requireNonNull;

import dev.herald.EntitySnapshot;
import dev.herald.Payload;
import dev.herald.PayloadFormat;
import dev.herald.PayloadSerializer;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlCharacters;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** Writes the items of entities: as the application does, else as XML or JSON. Thread-safe. */
public final class EntityWriter {

  private final ObjectPayload objects;
  private final List<PayloadSerializer> serializers;

  /**
   * @param objects writes what the serializers answer
   * @param serializers the application's, in the order in which they are asked
   */
  public EntityWriter(ObjectPayload objects, List<PayloadSerializer> serializers) {
    this.objects = objects;
    this.serializers = List.copyOf(serializers);
  }

  /**
   * Writes an item. What a serializer throws is thrown on.
   *
   * @param onReplaced told how many characters XML could not carry
   */
  public XmlElement write(EntityItem item, PayloadFormat format, IntConsumer onReplaced) {
    SessionFactoryImplementor factory = item.persister().getFactory();
    if (!serializers.isEmpty()) {
      EntitySnapshot snapshot = snapshot(item, factory);
      for (PayloadSerializer serializer : serializers) {
        Optional<Payload> payload = serializer.serialize(snapshot);
        if (payload.isPresent()) {
          return objects.of(payload.get());
        }
      }
    }
    if (format == PayloadFormat.XML) {
      EntityFields fields = new EntityFields(item.application(), factory, onReplaced);
      return EntityPayload.of(item, fields.of(item.attributes()));
    }
    XmlCharacters.Legal json = XmlCharacters.legal(EntityJson.of(item));
    if (json.replaced() > 0) {
      onReplaced.accept(json.replaced());
    }
    return XmlElement.builder(Namespaces.JSON, "json").text(json.text()).build();
  }

  private static EntitySnapshot snapshot(EntityItem item, SessionFactoryImplementor factory) {
    AttributeValues copies =
        new AttributeValues((type, value) -> requireNonNull(type.deepCopy(value, factory)));
    return new EntitySnapshot(
        item.entity(),
        item.node(),
        item.itemId(),
        item.operation(),
        item.changed(),
        item.at(),
        copies.of(item.attributes()));
  }
}
