package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.EntitySnapshot;
import dev.herald.Operation;
import dev.herald.Payload;
import dev.herald.PayloadFormat;
import dev.herald.PayloadSerializer;
import dev.herald.Registration;
import dev.herald.publisher.post.Post.Address;
import dev.herald.publisher.post.Post.Country;
import dev.herald.publisher.post.Post.Parcel;
import dev.herald.publisher.post.Post.Receipt;
import dev.herald.publisher.post.Post.Sender;
import dev.herald.publisher.post.Post.Slot;
import dev.herald.publisher.post.Post.SlotId;
import dev.herald.publisher.post.Post.Stage;
import dev.herald.xmpp.XmlElement;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Entities as JSON, and as an application writes them. */
class EntityFormatTest {

  private final SessionFactory factory =
      Database.of(Country.class, Sender.class, Parcel.class, Receipt.class, Slot.class);
  private final RecordingNodes nodes = new RecordingNodes();
  private final List<EntitySnapshot> snapshots = new ArrayList<>();
  private PayloadSerializer serializer = snapshot -> Optional.empty();
  private final Publisher publisher =
      new Publisher(
          nodes,
          PublisherSettings.DEFAULT,
          TransactionBinding.NONE,
          JsonMapper.builder().build(),
          List.of(
              snapshot -> {
                snapshots.add(snapshot);
                return serializer.serialize(snapshot);
              }));

  @AfterEach
  void stop() {
    publisher.close();
    factory.close();
  }

  private void start(Class<?> entity, Consumer<Registration> options) {
    publisher.register(entity, options);
    publisher.attach(factory);
    publisher.start();
  }

  private Parcel parcel() {
    Sender sender = new Sender();
    Country country = new Country();
    country.code = "AT";
    Parcel parcel = new Parcel();
    parcel.note = "a\"b\u0001\uD800";
    parcel.grams = 250;
    parcel.price = new BigDecimal("1E+3");
    parcel.length = 1.5;
    parcel.sent = Instant.parse("2026-11-24T10:00:00Z");
    parcel.due = LocalDate.of(2026, 11, 25);
    parcel.code = new UUID(0, 1);
    parcel.stamp = new byte[] {1, 2, 3};
    parcel.stage = Stage.SENT;
    parcel.address = new Address();
    parcel.address.city = "Vienna";
    parcel.address.country = country;
    parcel.sender = sender;
    parcel.labels = new ArrayList<>(List.of("x", "y"));
    parcel.sizes.put("width", 3);
    factory.inTransaction(
        session -> {
          session.persist(sender);
          session.persist(country);
          session.persist(parcel);
        });
    return parcel;
  }

  private static JsonNode json(XmlElement payload) {
    assertThat(payload.is("urn:xmpp:json:0", "json")).isTrue();
    return JsonMapper.builder().build().readTree(payload.text());
  }

  @Test
  void anEntityIsAJsonObject() throws Exception {
    start(Parcel.class, options -> options.payload(PayloadFormat.JSON).exclude("receipt"));
    Parcel parcel = parcel();
    XmlElement payload = nodes.next().payload();
    assertThat(payload.text()).contains("\"price\":1000,");
    assertThat(json(payload))
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"id":%d,"note":"a\\"b\\u0001\uFFFD","shelf":null,"grams":250,"price":1000,
                     "length":1.5,"fragile":false,"sent":"2026-11-24T10:00:00Z",
                     "due":"2026-11-25","code":"00000000-0000-0000-0000-000000000001",
                     "stamp":"AQID","stage":"SENT",
                     "address":{"city":"Vienna","country":"AT","street":null},
                     "sender":%d,"senderNumber":null,"labels":["x","y"],"sizes":{"width":3}}
                    """
                        .formatted(parcel.id, parcel.sender.number)));
    assertThat(publisher.metrics().replacedCharacters()).isEqualTo(1);
  }

  @Test
  void aJsonObjectHasTheIdWhateverIsPublishedAndOneOfSeveralPartsAsText() throws Exception {
    publisher.register(Slot.class, options -> options.payload(PayloadFormat.JSON).fields("name"));
    start(Parcel.class, options -> options.payload(PayloadFormat.JSON).fields("length", "grams"));
    Parcel parcel = new Parcel();
    parcel.grams = 1;
    factory.inTransaction(session -> session.persist(parcel));
    assertThat(nodes.next().payload().text())
        .isEqualTo("{\"id\":%d,\"grams\":1,\"length\":0.0}".formatted(parcel.id));
    Slot slot = new Slot();
    slot.id = new SlotId("Main", 7);
    factory.inTransaction(session -> session.persist(slot));
    assertThat(json(nodes.next().payload()).get("id").isString()).isTrue();
  }

  @Test
  void aSerializerIsGivenWhatIsLoadedAndPublishedAndNoEntity() throws Exception {
    serializer = snapshot -> Optional.of(Payload.json(snapshot.attributes().keySet()));
    start(
        Parcel.class,
        options ->
            options
                .node("/of/{sender.number}")
                .fields("note", "stamp", "sender", "address.city", "labels", "shelf", "sizes"));
    Parcel parcel = parcel();
    assertThat(nodes.next().payload().text())
        .isEqualTo("[\"address\",\"labels\",\"note\",\"sender\",\"shelf\",\"sizes\",\"stamp\"]");
    EntitySnapshot snapshot = snapshots.get(0);
    assertThat(snapshot.entity()).isEqualTo("Parcel");
    assertThat(snapshot.node()).isEqualTo("/of/{sender.number}");
    assertThat(snapshot.itemId()).isEqualTo("" + parcel.id);
    assertThat(snapshot.operation()).isEqualTo(Operation.INSERT);
    assertThat(snapshot.changed()).isEmpty();
    assertThat(snapshot.attributes())
        .containsEntry("sender", parcel.sender.number)
        .containsEntry("address", java.util.Map.of("city", "Vienna"))
        .containsEntry("labels", List.of("x", "y"))
        .containsEntry("sizes", java.util.Map.of("width", 3))
        .containsEntry("shelf", null);
    assertThat(snapshot.attributes().get("stamp"))
        .isEqualTo(new byte[] {1, 2, 3})
        .isNotSameAs(parcel.stamp);
    assertThatThrownBy(() -> snapshot.attributes().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aSerializerIsToldWhatAnUpdateHasChanged() throws Exception {
    start(Parcel.class, options -> options.fields("note"));
    Parcel parcel = parcel();
    nodes.next();
    factory.inTransaction(
        session -> {
          Parcel loaded = session.find(Parcel.class, parcel.id);
          loaded.note = "new";
          loaded.shelf = "hidden";
        });
    nodes.next();
    assertThat(snapshots.get(1).operation()).isEqualTo(Operation.UPDATE);
    assertThat(snapshots.get(1).changed()).containsExactly("note");
  }

  @Test
  void whatASerializerLeavesIsWrittenByHerald() throws Exception {
    start(Parcel.class, options -> options.fields("note"));
    parcel();
    assertThat(nodes.next().payload().toString()).contains("urn:herald:entity:1");
  }

  @Test
  void aSerializerThatThrowsDoesNotHarmTheCommit() throws Exception {
    serializer =
        snapshot -> {
          throw new IllegalStateException("as the test wants it");
        };
    start(Parcel.class, options -> options.fields("note"));
    Parcel parcel = parcel();
    assertThat(publisher.metrics().failed()).isEqualTo(1);
    factory.inTransaction(
        session -> assertThat(session.find(Parcel.class, parcel.id).grams).isEqualTo(250));
  }
}
