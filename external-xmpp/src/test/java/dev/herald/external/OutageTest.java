package dev.herald.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.interop.EjabberdServer;
import dev.herald.interop.ServerUnderTest;
import dev.herald.interop.StanzaClient;
import dev.herald.publisher.outbox.OutboxKind;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import dev.herald.xmpp.XmlElement;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is away while an application saves, with the outbox in its database (H2). */
class OutageTest {

  private static final String NODE = "/outage/Counter";
  private static final int COUNTERS = 10;

  /** What waits for the server's answers for half a minute would be seen in a save. */
  private static final Duration SLOW = Duration.ofSeconds(10);

  @Entity(name = "Counter")
  static class Counter {
    @Id long id;
    int number;

    Counter() {
      this(0);
    }

    Counter(long id) {
      this.id = id;
    }
  }

  @TempDir private Path folder;
  private ServerUnderTest server;
  private Relay relay;
  private SessionFactory factory;
  private Duration slowest = Duration.ZERO;

  @BeforeEach
  void start() {
    server = EjabberdServer.start(folder);
    relay = Relay.to(server.plain());
    factory =
        new Configuration()
            .addAnnotatedClass(Counter.class)
            .setProperty("hibernate.connection.url", "jdbc:h2:mem:" + UUID.randomUUID())
            .setProperty("hibernate.hbm2ddl.auto", "create")
            .buildSessionFactory();
    factory.inTransaction(
        session -> {
          for (int id = 0; id < COUNTERS; id++) {
            session.persist(new Counter(id));
          }
        });
  }

  @AfterEach
  void end() {
    if (factory != null) {
      factory.close();
    }
    if (relay != null) {
      relay.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private ExternalHerald publishing() {
    return publishing(throughRelay());
  }

  private XmppSettings throughRelay() {
    return Targets.settings(
        server, Targets.OWNER.name(), Targets.OWNER.password(), relay.address());
  }

  private ExternalHerald publishing(XmppSettings settings) {
    return ExternalHerald.builder(settings)
        .entities(factory)
        .register(Counter.class, options -> {})
        .application("outage")
        .outbox(OutboxKind.JDBC, InitializeOutbox.ALWAYS)
        .start();
  }

  private void save(int times) {
    for (int i = 0; i < times; i++) {
      long id = i % COUNTERS;
      long began = System.nanoTime();
      factory.inTransaction(session -> session.find(Counter.class, id).number++);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** The numbers that the server has, by the counters' ids; asked of the server itself. */
  private Map<String, Integer> onServer() {
    try (XmppNodePublisher asking = XmppNodePublisher.open(Targets.settings(server))) {
      Map<String, Integer> numbers = new HashMap<>();
      asking
          .items(NODE, asking.itemIds(NODE))
          .forEach((id, payload) -> numbers.put(id, number(payload)));
      return numbers;
    }
  }

  private static int number(XmlElement payload) {
    String text = payload.toString();
    int field = text.indexOf("name=\"number\"");
    int from = text.indexOf('>', field) + 1;
    return Integer.parseInt(text.substring(from, text.indexOf('<', from)));
  }

  private Map<String, Integer> inTable() {
    Map<String, Integer> numbers = new HashMap<>();
    factory.inTransaction(
        session ->
            session
                .createQuery("from Counter", Counter.class)
                .list()
                .forEach(counter -> numbers.put(String.valueOf(counter.id), counter.number)));
    return numbers;
  }

  @Test
  void aConnectionThatIsLostCostsNothingAndKeepsTheOrder() {
    try (ExternalHerald herald = publishing();
        StanzaClient subscriber = StanzaClient.login(server, Targets.SUBSCRIBER)) {
      assertThat(
              subscriber.ask(
                  "<iq type='set' to='%s'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='%s' jid='%s'/></pubsub></iq>"
                      .formatted(server.pubSub(), NODE, subscriber.jid())))
          .isPresent();
      save(50);
      relay.leadTo(null);
      await("the loss is noticed", () -> !herald.state().up());
      save(50);
      assertThat(herald.publisher().waiting()).isPositive();
      relay.leadTo(server.plain());
      save(50);
      await("all is sent", () -> herald.publisher().waiting() == 0);

      assertThat(onServer()).isEqualTo(inTable()).hasSize(COUNTERS);
      assertThat(slowest).isLessThan(SLOW);
      Map<String, List<Integer>> told = new HashMap<>();
      subscriber
          .payloads()
          .forEach(
              item ->
                  told.computeIfAbsent(item.getKey(), id -> new ArrayList<>())
                      .add(Integer.parseInt(item.getValue())));
      inTable()
          .forEach((id, number) -> assertThat(told.get(id)).isSorted().last().isEqualTo(number));
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUpAndSoughtAgain() {
    Duration patience = Duration.ofSeconds(3);
    try (ExternalHerald herald =
        publishing(throughRelay().withTimes(patience, patience, Duration.ofMillis(500)))) {
      save(10);
      relay.beSilent(true);
      save(10);
      await("the silence is noticed", () -> !herald.state().up());
      assertThat(herald.state().message()).contains("has not answered for 3000 ms");
      relay.beSilent(false);
      save(10);
      await("all is sent", () -> herald.publisher().waiting() == 0);

      assertThat(onServer()).isEqualTo(inTable()).hasSize(COUNTERS);
    }
  }

  @Test
  void aNodeThatIsGoneAfterwardsIsMadeAgainAndThatIsSaid() {
    try (ExternalHerald herald = publishing();
        StanzaClient owner = StanzaClient.login(server, Targets.OWNER);
        Logged logged = new Logged()) {
      save(10);
      await("all is sent", () -> herald.publisher().waiting() == 0);
      relay.leadTo(null);
      await("the loss is noticed", () -> !herald.state().up());
      assertThat(
              owner.ask(
                  "<iq type='set' to='%s'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='%s'/></pubsub></iq>"
                      .formatted(server.pubSub(), NODE)))
          .isPresent();
      relay.leadTo(server.plain());
      save(1);
      await("all is sent", () -> herald.publisher().waiting() == 0);

      assertThat(onServer()).containsOnlyKeys("0");
      assertThat(logged.lines())
          .filteredOn(line -> line.contains("has been created again"))
          .singleElement()
          .asString()
          .contains(NODE);
      herald.pubSub().republish(Counter.class);
      await("the node is filled", () -> onServer().equals(inTable()));
    }
  }

  @Test
  void aServerThatIsRestartedGetsWhatWasSavedMeanwhile() {
    try (ExternalHerald herald = publishing()) {
      save(30);
      relay.leadTo(null);
      server.stop().run();
      await("the end is noticed", () -> !herald.state().up());
      save(30);
      server = EjabberdServer.start(folder);
      save(30);
      relay.leadTo(server.plain());
      await("the server is found again", () -> herald.state().up());
      save(30);
      await("all is sent", () -> herald.publisher().waiting() == 0);

      assertThat(onServer()).isEqualTo(inTable()).hasSize(COUNTERS);
      assertThat(slowest).isLessThan(SLOW);
    }
  }

  @Test
  void whatIsForSomeReadersOnlyIsNotPublishedToAForeignServer() {
    assertThatThrownBy(
            () ->
                ExternalHerald.builder(Targets.settings(server))
                    .entities(factory)
                    .register(Counter.class, options -> options.roles("ADMIN"))
                    .start()
                    .close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ADMIN");
    assertThat(onServer()).isEmpty();
  }

  @Test
  void anApplicationStartsWithoutItsServerAndFillsTheNodeWhenItIsThere() {
    relay.leadTo(null);
    try (ExternalHerald herald = publishing()) {
      assertThat(herald.state().up()).isFalse();
      save(10);
      relay.leadTo(server.plain());
      await("the node is filled", () -> onServer().equals(inTable()));
      await("all is sent", () -> herald.publisher().waiting() == 0);
      assertThat(onServer()).isEqualTo(inTable()).hasSize(COUNTERS);
    }
  }
}
