package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.Operation;
import dev.herald.Registration;
import dev.herald.publisher.RecordingNodes.Event;
import dev.herald.publisher.post.Post.Address;
import dev.herald.publisher.post.Post.Country;
import dev.herald.publisher.post.Post.Courier;
import dev.herald.publisher.post.Post.Letter;
import dev.herald.publisher.post.Post.Locker;
import dev.herald.publisher.post.Post.Parcel;
import dev.herald.publisher.post.Post.Public;
import dev.herald.publisher.post.Post.Receipt;
import dev.herald.publisher.post.Post.Sender;
import dev.herald.publisher.post.Post.Slot;
import dev.herald.publisher.post.Post.SlotId;
import dev.herald.publisher.post.Post.Staff;
import dev.herald.publisher.post.Post.Stage;
import java.util.function.Consumer;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What of an entity is published, and to which of several nodes. */
class ProjectionTest {

  private final SessionFactory factory =
      Database.of(
          Country.class,
          Sender.class,
          Parcel.class,
          Receipt.class,
          Locker.class,
          Letter.class,
          Courier.class,
          Slot.class);
  private final RecordingNodes nodes = new RecordingNodes();
  private final Publisher publisher =
      new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE);

  @AfterEach
  void stop() {
    publisher.close();
    factory.close();
  }

  private void start() {
    publisher.attach(factory);
    publisher.start();
  }

  private void start(Class<?> entity, Consumer<Registration> options) {
    publisher.register(entity, options);
    start();
  }

  private <T> T save(T entity) {
    factory.inTransaction(session -> session.persist(entity));
    return entity;
  }

  @Test
  void theNodeIsNamedByTheIdOfAnotherEntityWithoutLoadingIt() throws Exception {
    start(Parcel.class, options -> options.node("/senders/{sender.number}/parcels").fields("note"));
    Sender sender = save(new Sender());
    factory.getStatistics().setStatisticsEnabled(true);
    Parcel parcel = new Parcel();
    factory.inTransaction(
        session -> {
          parcel.sender = session.getReference(Sender.class, sender.number);
          session.persist(parcel);
        });
    String node = "/senders/" + sender.number + "/parcels";
    assertThat(nodes.next()).hasToString("insert " + node + " " + parcel.id);
    assertThat(factory.getStatistics().getEntityStatistics(Sender.class.getName()).getLoadCount())
        .isZero();
    assertThat(nodes.options(node)).isEqualTo(new NodeOptions(1_000, true));
  }

  @Test
  void theNodeIsNamedByTheIdABasicAttributeAnEmbeddedOneAndAnEnum() throws Exception {
    publisher.register(Parcel.class, options -> options.node("/parcel/{id}").fields("note"));
    publisher.register(Parcel.class, options -> options.node("/code/{code}").fields("note"));
    publisher.register(Parcel.class, options -> options.node("/in/{address.city}").fields("note"));
    publisher.register(
        Parcel.class, options -> options.node("/to/{address.country.code}").fields("note"));
    publisher.register(Parcel.class, options -> options.node("/stage/{stage}").fields("note"));
    start();
    Country country = new Country();
    country.code = "AT";
    save(country);
    Parcel parcel = new Parcel();
    parcel.address = new Address();
    parcel.address.city = "Sankt Pölten";
    parcel.address.country = country;
    parcel.code = new java.util.UUID(0, 1);
    parcel.stage = Stage.SENT;
    save(parcel);
    for (int i = 0; i < 5; i++) {
      nodes.next();
    }
    for (String node :
        new String[] {
          "/parcel/" + parcel.id,
          "/code/00000000-0000-0000-0000-000000000001",
          "/in/Sankt%20P%C3%B6lten",
          "/to/AT",
          "/stage/SENT"
        }) {
      assertThat(nodes.itemIds(node)).as(node).containsExactly("" + parcel.id);
    }
  }

  @Test
  void aPartOfACompositeIdNamesANode() throws Exception {
    start(Slot.class, options -> options.node("/slots/{id.branch}"));
    Slot slot = new Slot();
    slot.id = new SlotId("Main", 7);
    save(slot);
    assertThat(nodes.next().node()).isEqualTo("/slots/Main");
  }

  @Test
  void noTwoValuesGiveTheSameNodeAndNoneLeavesItsPlace() throws Exception {
    start(Parcel.class, options -> options.node("/shelves/{shelf}/all").fields("note"));
    String[] values = {
      null,
      "",
      "null",
      "%null",
      "%empty",
      "/",
      "a/b",
      "a%2Fb",
      ".",
      "..",
      " ",
      "+",
      "é",
      "e\u0301",
      "?",
      "\uD83D\uDE00",
      "*'()!~",
      "{shelf}"
    };
    java.util.Set<String> names = new java.util.HashSet<>();
    for (String value : values) {
      Parcel parcel = new Parcel();
      parcel.shelf = value;
      save(parcel);
      String node = nodes.next().node();
      assertThat(node).matches("/shelves/[^/{}]+/all").doesNotContain("/./", "/../");
      names.add(node);
    }
    assertThat(names)
        .hasSize(values.length)
        .contains(
            "/shelves/%null/all",
            "/shelves/%empty/all",
            "/shelves/a%2Fb/all",
            "/shelves/%F0%9F%98%80/all",
            "/shelves/*'()!~/all");
  }

  @Test
  void aValueThatIsTooLongForANameIsNotAnnouncedAndDoesNotHarmTheCommit() throws Exception {
    start(Parcel.class, options -> options.node("/shelves/{shelf}").fields("note"));
    Parcel parcel = new Parcel();
    parcel.shelf = "é".repeat(200);
    save(parcel);
    assertThat(publisher.metrics().failed()).isEqualTo(1);
    save(new Parcel());
    assertThat(nodes.next().node()).isEqualTo("/shelves/%null");
  }

  @Test
  void anEntityThatMovesIsRetractedFromTheNodeBefore() throws Exception {
    start(Parcel.class, options -> options.node("/shelves/{shelf}").fields("note"));
    Parcel parcel = new Parcel();
    parcel.shelf = "a";
    save(parcel);
    nodes.next();
    factory.inTransaction(session -> session.find(Parcel.class, parcel.id).shelf = "b");
    assertThat(java.util.List.of(nodes.next().toString(), nodes.next().toString()))
        .containsExactlyInAnyOrder(
            "retract /shelves/a " + parcel.id, "insert /shelves/b " + parcel.id);
    factory.inTransaction(session -> session.find(Parcel.class, parcel.id).note = "stays");
    assertThat(nodes.next()).hasToString("update /shelves/b " + parcel.id);
    factory.inTransaction(session -> session.remove(session.find(Parcel.class, parcel.id)));
    assertThat(nodes.next()).hasToString("retract /shelves/b " + parcel.id);
  }

  @Test
  void anEntityThatMovesAboutWithinATransactionIsAnnouncedWhereItEnds() throws Exception {
    start(Parcel.class, options -> options.node("/shelves/{shelf}").fields("note"));
    Parcel parcel = new Parcel();
    parcel.shelf = "a";
    factory.inTransaction(
        session -> {
          session.persist(parcel);
          session.flush();
          parcel.shelf = "b";
          session.flush();
          parcel.shelf = "c";
        });
    assertThat(nodes.next()).hasToString("insert /shelves/c " + parcel.id);
    publisher.publish("/marker", "1", "x");
    assertThat(nodes.next().node()).isEqualTo("/marker");
  }

  @Test
  void anEntityThatWasNeverLoadedIsRetractedFromItsNode() throws Exception {
    start(Parcel.class, options -> options.node("/shelves/{shelf}").fields("note"));
    Parcel parcel = new Parcel();
    parcel.shelf = "a";
    save(parcel);
    nodes.next();
    factory.inTransaction(session -> session.remove(session.getReference(parcel)));
    assertThat(nodes.next()).hasToString("retract /shelves/a " + parcel.id);
    Parcel stateless = save(new Parcel());
    nodes.next();
    try (StatelessSession session = factory.openStatelessSession()) {
      session.beginTransaction();
      session.delete(stateless);
      session.getTransaction().commit();
    }
    assertThat(nodes.next()).hasToString("retract /shelves/%null " + stateless.id);
  }

  @Test
  void aRowThatAStatelessSessionMovesIsRetractedFromTheNodeThatItWasIn() throws Exception {
    start(Parcel.class, options -> options.node("/shelves/{shelf}").fields("note"));
    Parcel parcel = new Parcel();
    parcel.shelf = "a";
    save(parcel);
    nodes.next();
    for (int batch : new int[] {1, 10}) {
      try (StatelessSession session = factory.openStatelessSession()) {
        session.setJdbcBatchSize(batch);
        session.beginTransaction();
        parcel.shelf = "b";
        session.update(parcel);
        parcel.shelf = "c" + batch;
        session.upsert(parcel);
        session.getTransaction().commit();
      }
      nodes.await(() -> nodes.itemIds("/shelves/c" + batch).size() == 1);
      nodes.await(() -> nodes.itemIds("/shelves/a").isEmpty());
      assertThat(nodes.itemIds("/shelves/b")).isEmpty();
    }
    assertThat(nodes.itemIds("/shelves/c1")).isEmpty();
    nodes.taken();
    try (StatelessSession session = factory.openStatelessSession()) {
      session.beginTransaction();
      parcel.shelf = "not where it is";
      session.delete(parcel);
      session.getTransaction().commit();
    }
    assertThat(nodes.next()).hasToString("retract /shelves/c10 " + parcel.id);
  }

  @Test
  void aRowKeepsItsNodeWhenAStatelessSessionsMoveIsUndone() throws Exception {
    start(Parcel.class, options -> options.node("/shelves/{shelf}").fields("note"));
    Parcel parcel = new Parcel();
    parcel.shelf = "a";
    save(parcel);
    nodes.next();
    try (StatelessSession session = factory.openStatelessSession()) {
      session.beginTransaction();
      parcel.shelf = "b";
      session.update(parcel);
      session.getTransaction().rollback();
      session.beginTransaction();
      parcel.shelf = "c";
      session.update(parcel);
      session.getTransaction().commit();
    }
    nodes.await(() -> nodes.itemIds("/shelves/c").size() == 1);
    nodes.await(() -> nodes.itemIds("/shelves/a").isEmpty());
    assertThat(nodes.itemIds("/shelves/b")).isEmpty();
  }

  @Test
  void aNodeThatComesToBeHoldsAllRowsOfItsValue() throws Exception {
    for (String shelf : new String[] {"a", "b", "A", "", "a b", "a"}) {
      Parcel parcel = new Parcel();
      parcel.shelf = shelf;
      save(parcel);
    }
    start(Parcel.class, options -> options.node("/shelves/{shelf}").fields("note").maxItems(5));
    for (String shelf : new String[] {"a", "a b", ""}) {
      Parcel parcel = new Parcel();
      parcel.shelf = shelf;
      save(parcel);
      while (!nodes.next().itemId().equals("" + parcel.id)) {
        assertThat(nodes.itemIds("/shelves/a")).isNotEmpty();
      }
    }
    publisher.close();
    assertThat(nodes.itemIds("/shelves/a")).containsExactly("1", "6", "7");
    assertThat(nodes.itemIds("/shelves/a%20b")).containsExactly("5", "8");
    assertThat(nodes.itemIds("/shelves/%empty")).containsExactly("4", "9");
    assertThat(nodes.itemIds("/shelves/b")).isEmpty();
    assertThat(nodes.options("/shelves/a").maxItems()).isEqualTo(5);
  }

  @Test
  void aNodeIsFilledByValuesOfAnyKind() throws Exception {
    publisher.register(Parcel.class, options -> options.node("/code/{code}").fields("note"));
    publisher.register(Parcel.class, options -> options.node("/due/{due}").fields("note"));
    publisher.register(
        Parcel.class, options -> options.node("/stage/{stage}/{fragile}").fields("note"));
    publisher.register(Parcel.class, options -> options.node("/from/{sender.id}").fields("note"));
    publisher.register(
        Parcel.class, options -> options.node("/to/{address.country.code}").fields("note"));
    publisher.register(Slot.class, options -> options.node("/slots/{id.branch}/{id.number}"));
    Sender sender = save(new Sender());
    Country country = new Country();
    country.code = "AT";
    save(country);
    for (int i = 0; i < 2; i++) {
      if (i == 1) {
        start();
      }
      Parcel parcel = new Parcel();
      parcel.code = new java.util.UUID(0, 1);
      parcel.due = java.time.LocalDate.of(2026, 11, 25);
      parcel.stage = Stage.SENT;
      parcel.fragile = true;
      parcel.sender = sender;
      parcel.address = new Address();
      parcel.address.country = country;
      save(parcel);
      Slot slot = new Slot();
      slot.id = new SlotId("Main", i);
      save(slot);
      save(new Parcel());
    }
    publisher.close();
    assertThat(nodes.itemIds("/code/00000000-0000-0000-0000-000000000001")).hasSize(2);
    assertThat(nodes.itemIds("/due/2026-11-25")).hasSize(2);
    assertThat(nodes.itemIds("/stage/SENT/true")).hasSize(2);
    assertThat(nodes.itemIds("/stage/%null/false")).hasSize(2);
    assertThat(nodes.itemIds("/from/" + sender.number)).hasSize(2);
    assertThat(nodes.itemIds("/from/%null")).hasSize(2);
    assertThat(nodes.itemIds("/to/AT")).hasSize(2);
    assertThat(nodes.itemIds("/to/%null")).hasSize(2);
    assertThat(nodes.itemIds("/slots/Main/1")).hasSize(1);
  }

  @Test
  void eachProjectionOfAnEntityHasItsOwnAttributesAndItsOwnSecrets() throws Exception {
    start();
    Locker locker = new Locker();
    locker.branch = "Main";
    locker.openingToken = "t0ken";
    save(locker);
    for (int i = 0; i < 2; i++) {
      Event event = nodes.next();
      if (event.node().equals("/lockers")) {
        assertThat(event.payload().toString()).contains("Main").doesNotContain("t0ken");
      } else {
        assertThat(event.node()).isEqualTo("/staff/lockers/Main");
        assertThat(event.payload().toString()).contains("t0ken").doesNotContain("\"id\"");
      }
    }
    publisher.register(Locker.class);
    assertThatThrownBy(
            () -> publisher.register(Locker.class, options -> options.node("/lockers/all")))
        .hasMessageContaining("'openingToken'")
        .hasMessageContaining("/lockers/all");
  }

  @Test
  void whatIsSaidByHandGoesOnTopOfTheAnnotationForTheSameNode() throws Exception {
    publisher.register(Locker.class, options -> options.node("/lockers").exclude("branch"));
    start();
    Locker locker = new Locker();
    locker.branch = "Main";
    locker.openingToken = "t0ken";
    save(locker);
    for (int i = 0; i < 2; i++) {
      Event event = nodes.next();
      if (event.node().equals("/lockers")) {
        assertThat(event.payload().toString()).doesNotContain("Main", "t0ken");
      }
    }
  }

  @Test
  void optionsThatDoNotSayForWhichOfSeveralAnnotationsAreRefused() {
    publisher.register(Locker.class, options -> options.maxItems(3));
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Locker")
        .hasMessageContaining("/lockers, /staff/lockers/{branch}")
        .hasMessageContaining("node(…)");
  }

  @Test
  void twoRegistrationsOfOneNodeMustBeEqual() {
    publisher.register(Parcel.class, options -> options.node("/post/Parcel").fields("note"));
    publisher.register(Parcel.class, options -> options.fields("note"));
    start();
    publisher.register(Parcel.class, options -> options.fields("note"));
    assertThatThrownBy(
            () -> publisher.register(Parcel.class, options -> options.fields("note", "shelf")))
        .hasMessageContaining("already")
        .hasMessageContaining("shelf");
  }

  @Test
  void twoOfWhichNodesCouldBeTheSameAreRefused() {
    publisher.register(Parcel.class, options -> options.node("/a/{id}").fields("note"));
    // A number is no word, so these cannot meet.
    publisher.register(Parcel.class, options -> options.node("/a/all").fields("note"));
    publisher.register(Slot.class, options -> options.node("/a/{name}"));
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/a/{name}")
        .hasMessageContaining("could be the same node");
  }

  @Test
  void onlyTheChosenOperationsAreAnnounced() throws Exception {
    start();
    Letter letter = new Letter();
    letter.subject = "a";
    factory.inTransaction(
        session -> {
          session.persist(letter);
          session.flush();
          letter.subject = "b";
        });
    Event event = nodes.next();
    assertThat(event).hasToString("insert /post/Letter " + letter.id);
    assertThat(event.payload().toString()).contains(">b<");
    factory.inTransaction(session -> session.find(Letter.class, letter.id).subject = "c");
    factory.inTransaction(session -> session.remove(session.find(Letter.class, letter.id)));
    publisher.publish("/post/Letter", "marker", "x");
    assertThat(nodes.next().itemId()).isEqualTo("marker");
    assertThat(nodes.itemIds("/post/Letter")).contains("" + letter.id);
  }

  @Test
  void noOperationAtAllIsRefused() {
    assertThatThrownBy(
            () -> publisher.register(Parcel.class, options -> options.operations(new Operation[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("operations");
  }

  @Test
  void anUpdateNamesThePublishedAttributesThatItHasChanged() throws Exception {
    start(Parcel.class, options -> options.fields("note", "grams", "labels", "address.city"));
    Parcel parcel = save(new Parcel());
    assertThat(nodes.next().payload().toString()).doesNotContain("changed=");
    factory.inTransaction(
        session -> {
          Parcel loaded = session.find(Parcel.class, parcel.id);
          loaded.shelf = "hidden";
          loaded.grams = 7;
          session.flush();
          loaded.note = "new";
          loaded.labels.add("x");
        });
    assertThat(nodes.next().payload().toString())
        .contains("op=\"update\"")
        .contains("changed=\"grams labels note\"")
        .doesNotContain("shelf");
  }

  @Test
  void aLobIsPublishedOnlyWhereItIsListed() throws Exception {
    publisher.register(
        Letter.class, options -> options.node("/letters/full").fields("body", "scan", "subject"));
    start();
    Letter letter = new Letter();
    letter.subject = "about";
    letter.body = "long text";
    letter.scan = new byte[] {1, 2, 3};
    save(letter);
    for (int i = 0; i < 2; i++) {
      Event event = nodes.next();
      if (event.node().equals("/letters/full")) {
        assertThat(event.payload().toString()).contains("about", "long text", "AQID");
      } else {
        assertThat(event.payload().toString())
            .contains("about")
            .doesNotContain("long text", "AQID");
      }
    }
    assertThatThrownBy(
            () ->
                publisher.register(
                    Letter.class, options -> options.node("/letters/raw").fields("original")))
        .hasMessageContaining("'original'")
        .hasMessageContaining("bytes");
  }

  @Test
  void aViewOfJacksonsShowsWhatBelongsToIt() throws Exception {
    publisher.register(Courier.class, options -> options.node("/couriers").view(Public.class));
    publisher.register(
        Courier.class,
        options -> options.node("/staff/couriers").view(Staff.class).exclude("password"));
    start();
    Courier courier = new Courier();
    courier.remark = "in no view";
    courier.name = "Ann";
    courier.district = "West";
    courier.phone = "123";
    courier.password = "s3cret";
    save(courier);
    for (int i = 0; i < 2; i++) {
      Event event = nodes.next();
      assertThat(event.payload().toString())
          .contains("Ann", "West")
          .doesNotContain("s3cret", "in no view");
      if (event.node().equals("/couriers")) {
        assertThat(event.payload().toString()).doesNotContain("123");
      } else {
        assertThat(event.payload().toString()).contains("123");
      }
    }
    assertThatThrownBy(
            () ->
                publisher.register(
                    Courier.class, options -> options.node("/other").view(Staff.class)))
        .hasMessageContaining("'password'");
  }
}
