package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.publisher.RecordingNodes.Event;
import dev.herald.publisher.bulk.BulkPolicy;
import dev.herald.publisher.outbox.OutboxKind;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import dev.herald.publisher.shop.Account;
import dev.herald.publisher.shop.Address;
import dev.herald.publisher.shop.Customer;
import dev.herald.publisher.shop.Line;
import dev.herald.publisher.shop.Order;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a transaction of real Hibernate on H2 to what a target is given. */
class EntityPublishingTest {

  private static final String NODE = "/shop/Order";

  private final Shop shop = new Shop();
  private final RecordingNodes nodes = new RecordingNodes();
  private Publisher publisher =
      new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE);

  @AfterEach
  void stop() {
    publisher.close();
    shop.close();
  }

  private void start() {
    publisher.attach(shop.factory);
    publisher.start();
  }

  @Test
  void theNodeIsThereBeforeAnySave() {
    start();
    assertThat(nodes.options(NODE)).isEqualTo(new NodeOptions(1_000, true));
    assertThat(nodes.itemIds(NODE)).isEmpty();
  }

  @Test
  void insertUpdateAndDeleteAreAnnouncedInTheirOrder() throws Exception {
    start();
    Order order = order("a");
    shop.commit(session -> session.persist(order));
    shop.commit(session -> session.find(Order.class, order.id).note = "b");
    shop.commit(session -> session.remove(session.find(Order.class, order.id)));

    Event inserted = nodes.next();
    assertThat(inserted).hasToString("insert " + NODE + " " + order.id);
    assertThat(field(inserted, "note")).isEqualTo("a");
    Event updated = nodes.next();
    assertThat(updated).hasToString("update " + NODE + " " + order.id);
    assertThat(field(updated, "note")).isEqualTo("b");
    assertThat(nodes.next()).hasToString("retract " + NODE + " " + order.id);
  }

  @Test
  void nothingIsAnnouncedBeforeTheCommitAndARollbackAnnouncesNothing() throws Exception {
    start();
    shop.rollBack(session -> session.persist(order("rolled back")));
    Order marker = order("marker");
    shop.commit(
        session -> {
          session.persist(marker);
          session.flush();
          assertThat(nodes.itemIds(NODE)).isEmpty();
        });
    assertThat(field(nodes.next(), "note")).isEqualTo("marker");
  }

  @Test
  void severalFlushesOfATransactionAreOneAnnouncementOfTheLastState() throws Exception {
    start();
    Order order = order("first");
    Order vanishing = order("vanishing");
    shop.commit(
        session -> {
          session.persist(vanishing);
          session.persist(order);
          session.flush();
          order.note = "second";
          session.flush();
          order.note = "third";
          session.remove(vanishing);
        });
    Event event = nodes.next();
    assertThat(event.operation()).isEqualTo("insert");
    assertThat(field(event, "note")).isEqualTo("third");
    shop.commit(session -> session.find(Order.class, order.id).note = "marker");
    assertThat(field(nodes.next(), "note")).isEqualTo("marker");
  }

  @Test
  void aStatelessSessionIsHeardToo() throws Exception {
    start();
    try (StatelessSession session = shop.factory.openStatelessSession()) {
      session.beginTransaction();
      session.insert(order("stateless"));
      session.getTransaction().commit();
    }
    assertThat(field(nodes.next(), "note")).isEqualTo("stateless");
  }

  @Test
  void thePayloadIsAnAtomEntryAroundTheSerialisedInstance() throws Exception {
    start();
    Customer customer = new Customer();
    customer.name = "Ann";
    shop.commit(session -> session.persist(customer));
    Order order = order("<b>&\u0001");
    order.quantity = 3;
    order.price = new BigDecimal("1E+3");
    order.placed = Instant.parse("2026-11-24T10:00:00Z");
    order.status = Order.Status.SHIPPED;
    order.image = new byte[] {1, 2, 3};
    order.address = new Address();
    order.address.street = "Main";
    order.labels = List.of("x", "y");
    Line line = new Line();
    order.lines = List.of(line);
    shop.commit(
        session -> {
          order.customer = session.getReference(Customer.class, customer.id);
          session.persist(order);
        });

    XmlElement entry = nodes.next().payload();
    String atom = "http://www.w3.org/2005/Atom";
    assertThat(entry.is(atom, "entry")).isTrue();
    assertThat(entry.child(atom, "id").orElseThrow().text())
        .isEqualTo("urn:herald:entity:shop.Order:" + order.id);
    assertThat(entry.child(atom, "title").orElseThrow().text()).isEqualTo("shop.Order " + order.id);
    assertThat(Instant.parse(entry.child(atom, "updated").orElseThrow().text())).isNotNull();
    XmlElement objects = entry.child(atom, "content").orElseThrow().children().get(0);
    assertThat(objects.toString())
        .startsWith(
            "<objects xmlns=\"urn:herald:entity:1\" version=\"1.0\"><object model=\"shop.Order\" pk=\"%d\" op=\"insert\">"
                .formatted(order.id))
        .contains(
            "<field name=\"id\" type=\"Long\">%d</field>".formatted(order.id),
            "<field name=\"note\" type=\"String\">&lt;b&gt;&amp;\uFFFD</field>",
            "<field name=\"quantity\" type=\"Integer\">3</field>",
            "<field name=\"price\" type=\"BigDecimal\">1000</field>",
            "<field name=\"placed\" type=\"Instant\">2026-11-24T10:00:00Z</field>",
            "<field name=\"status\" type=\"Status\">SHIPPED</field>",
            "<field name=\"image\" type=\"byte[]\">AQID</field>",
            "<field name=\"address\" type=\"Address\"><field name=\"street\" type=\"String\">Main</field><field name=\"town\" type=\"String\"><None/></field></field>",
            "<field name=\"customer\" rel=\"ManyToOne\" to=\"shop.Customer\">%d</field>"
                .formatted(customer.id),
            "<field name=\"labels\" rel=\"ElementCollection\" type=\"String\"><value>x</value><value>y</value></field>",
            "<field name=\"lines\" rel=\"OneToMany\" to=\"shop.Line\"><object pk=\"%d\"/></field>"
                .formatted(line.id));
    assertThat(publisher.metrics().replacedCharacters()).isEqualTo(1);
  }

  @Test
  void whatIsNotLoadedIsLeftOutAndNeverLoaded() throws Exception {
    publisher.register(Customer.class);
    start();
    Customer customer = new Customer();
    customer.name = "Ann";
    customer.passwordHash = "secret";
    shop.commit(session -> session.persist(customer));
    assertThat(nodes.next().payload().toString()).doesNotContain("passwordHash", "secret");
    var statistics = shop.factory.getStatistics();
    statistics.setStatisticsEnabled(true);
    shop.commit(session -> session.find(Customer.class, customer.id).name = "Bea");
    XmlElement payload = nodes.next().payload();
    assertThat(payload.toString()).contains("Bea").doesNotContain("\"orders\"");
    assertThat(statistics.getCollectionLoadCount()).isZero();
  }

  @Test
  void anEmptyNodeIsFilledFromTheTableUpToItsMaxItemsTheNewestLast() throws Exception {
    shop.commit(
        session -> {
          for (int i = 1; i <= 5; i++) {
            session.persist(order("n" + i));
          }
        });
    publisher.register(Order.class, options -> options.maxItems(3));
    start();
    // The annotation of the class does not override what was said by hand.
    assertThat(nodes.options(NODE).maxItems()).isEqualTo(3);
    assertThat(
            List.of(
                field(nodes.next(), "note"),
                field(nodes.next(), "note"),
                field(nodes.next(), "note")))
        .containsExactly("n3", "n4", "n5");
    assertThat(nodes.itemIds(NODE)).hasSize(3);
  }

  @Test
  void aNodeThatHasItemsIsComparedWithItsTable() throws Exception {
    var unused = nodes.publish(NODE, "x", new XmlFragment("<x/>"));
    shop.commit(session -> session.persist(order("a")));
    start();
    nodes.await(() -> List.copyOf(nodes.itemIds(NODE)).equals(List.of("1")));
  }

  @Test
  void aClassThatIsNoEntityIsRefusedByName() {
    start();
    assertThatThrownBy(() -> publisher.register(String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String is no entity that Hibernate has mapped here");
    assertThatThrownBy(() -> publisher.register(List.of(Order.class, Integer.class)))
        .hasMessageContaining("java.lang.Integer");
  }

  @Test
  void aClassThatIsNoEntityStopsTheStart() {
    publisher.register(String.class);
    publisher.attach(shop.factory);
    assertThatThrownBy(publisher::start).hasMessageContaining("java.lang.String");
  }

  @Test
  void anAttributeNamedLikeASecretStopsTheStartUntilItIsDecidedAbout() {
    publisher.register(Account.class);
    publisher.attach(shop.factory);
    assertThatThrownBy(publisher::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Account")
        .hasMessageContaining("'apiToken'")
        .hasMessageContaining("@JsonIgnore")
        .hasMessageContaining("fields");
  }

  @Test
  void aSecretMayBeExcluded() throws Exception {
    publisher.register(Account.class, options -> options.exclude("apiToken"));
    start();
    Account account = new Account();
    account.name = "a";
    account.apiToken = "t0ken";
    shop.commit(session -> session.persist(account));
    assertThat(nodes.next().payload().toString()).contains("\"name\"").doesNotContain("t0ken");
  }

  @Test
  void aSecretMayBeListed() throws Exception {
    publisher.register(Account.class, options -> options.fields("apiToken"));
    start();
    Account account = new Account();
    account.name = "a";
    account.apiToken = "t1";
    shop.commit(session -> session.persist(account));
    assertThat(nodes.next().payload().toString()).contains("t1").doesNotContain("\"name\"");
  }

  @Test
  void anOptionThatNamesNoAttributeIsRefused() {
    publisher.register(Account.class, options -> options.exclude("apiTokens"));
    publisher.attach(shop.factory);
    assertThatThrownBy(publisher::start)
        .hasMessageContaining("no attribute 'apiTokens'")
        .hasMessageContaining("apiToken, id, name");
  }

  @Test
  void aTargetThatIsDownDelaysItsNodeOnlyAndIsTriedAgain() throws Exception {
    publisher.register(Customer.class);
    start();
    nodes.failFor(NODE::equals);
    shop.commit(session -> session.persist(order("waits")));
    Customer customer = new Customer();
    shop.commit(session -> session.persist(customer));
    assertThat(nodes.next()).hasToString("insert /shop/Customer " + customer.id);
    nodes.failFor(node -> false);
    assertThat(field(nodes.next(), "note")).isEqualTo("waits");
  }

  @Test
  void aFullOutboxFillsTheNodeFromItsTableInsteadOfDelayingTheSave() throws Exception {
    publisher.close();
    publisher =
        new Publisher(
            nodes,
            new PublisherSettings(
                null,
                1_000,
                OutboxKind.MEMORY,
                InitializeOutbox.EMBEDDED,
                PublisherSettings.LEASE,
                2,
                BulkPolicy.REFETCH),
            TransactionBinding.NONE);
    start();
    Order gone = order("gone");
    shop.commit(session -> session.persist(gone));
    nodes.next();
    nodes.failFor(NODE::equals);
    for (int i = 0; i < 10; i++) {
      String note = "n" + i;
      shop.commit(session -> session.persist(order(note)));
    }
    shop.commit(session -> session.remove(session.find(Order.class, gone.id)));
    assertThat(publisher.metrics().refills()).isPositive();
    assertThatThrownBy(() -> publisher.publish("/home", "Hello"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outbox is full");
    nodes.failFor(node -> false);
    while (nodes.itemIds(NODE).size() != 10 || nodes.itemIds(NODE).contains("" + gone.id)) {
      nodes.next();
    }
    assertThat(Set.copyOf(nodes.itemIds(NODE))).hasSize(10);
  }

  @Test
  void aChangeThatCannotBeSerialisedDoesNotHarmTheCommit() throws Exception {
    publisher.register(Account.class, options -> options.exclude("apiToken"));
    start();
    Order order = order("a");
    order.labels = new HostileList();
    shop.commit(session -> session.persist(order));
    assertThat(publisher.metrics().failed()).isEqualTo(1);
    Account marker = new Account();
    shop.commit(session -> session.persist(marker));
    assertThat(nodes.next().node()).isEqualTo("/shop/Account");
    shop.commit(session -> assertThat(session.find(Order.class, order.id).note).isEqualTo("a"));
  }

  private static Order order(String note) {
    Order order = new Order();
    order.note = note;
    return order;
  }

  private static String field(Event event, String name) {
    return event
        .payload()
        .child("http://www.w3.org/2005/Atom", "content")
        .orElseThrow()
        .children()
        .get(0)
        .children()
        .get(0)
        .children()
        .stream()
        .filter(field -> name.equals(field.attribute("name")))
        .findFirst()
        .orElseThrow()
        .text();
  }
}
