package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.publisher.RecordingNodes.Event;
import dev.herald.publisher.ledger.Entry;
import dev.herald.publisher.outbox.OutboxKind;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of changes that wait to be told as one. */
@SuppressWarnings("NullAway.Init") // Each test begins an application first.
abstract class CoalescingContract {

  private static final String NODE = "/ledger/Entry";

  /** Longer than a test: what waits is told when the publisher is closed. */
  private static final Duration HOUR = Duration.ofHours(1);

  final RecordingNodes nodes = new RecordingNodes();
  private DataSource database;
  private SessionFactory factory;
  private Publisher publisher;

  abstract DataSource emptyDatabase() throws Exception;

  abstract OutboxKind outbox();

  @BeforeEach
  void open() throws Exception {
    database = emptyDatabase();
  }

  @AfterEach
  void end() {
    publisher.close();
    factory.close();
  }

  /** An application begins; one node after the other is said with this window. */
  private void begin(Duration window, Duration longest, String... itsNodes) {
    Configuration configuration =
        new Configuration()
            .addAnnotatedClass(Entry.class)
            .setProperty("hibernate.hbm2ddl.auto", "update");
    configuration.getProperties().put("hibernate.connection.datasource", database);
    factory = configuration.buildSessionFactory();
    publisher =
        new Publisher(
            nodes,
            PublisherSettings.DEFAULT
                .withOutbox(outbox())
                .withInitialize(InitializeOutbox.ALWAYS)
                .withLease(Duration.ofSeconds(1)),
            TransactionBinding.NONE);
    publisher.attach(factory);
    for (String node : itsNodes) {
      publisher.register(
          Entry.class,
          options -> {
            options.node(node);
            if (!window.isZero()) {
              options.coalesce(window, longest);
            }
          });
    }
    publisher.start();
  }

  /** Rows that the node has already when an application begins with a window of an hour. */
  private void beginWith(List<Entry> rows, String... itsNodes) {
    begin(Duration.ZERO, Duration.ZERO, itsNodes);
    rows.forEach(row -> factory.inTransaction(session -> session.persist(row)));
    end();
    nodes.forget();
    begin(HOUR, HOUR, itsNodes);
  }

  private void insert(long id, String text) {
    factory.inTransaction(session -> session.persist(new Entry(id, text)));
  }

  private void update(long id, String text) {
    factory.inTransaction(session -> session.find(Entry.class, id).text = text);
  }

  private void tag(long id, String tag) {
    factory.inTransaction(session -> session.find(Entry.class, id).tags.add(tag));
  }

  private void delete(long id) {
    factory.inTransaction(session -> session.remove(session.find(Entry.class, id)));
  }

  /** What is told until the publisher is closed, as "update 1 text". */
  private List<String> told() {
    publisher.close();
    return nodes.all().stream().map(CoalescingContract::words).toList();
  }

  private static String words(Event event) {
    return event.operation().equals("retract")
        ? "retract " + event.itemId()
        : event.operation() + " " + event.itemId() + " " + text(event);
  }

  private static String text(Event event) {
    return event
        .payload()
        .toString()
        .replaceAll("(?s).*<field name=\"text\"[^>]*>([^<]*)<.*", "$1");
  }

  @Test
  void aBurstOfUpdatesOfOneRowIsToldAsFewOfWhichTheLastIsTheRowsState() throws Exception {
    begin(Duration.ofMillis(500), Duration.ofMillis(500), NODE);
    long began = System.nanoTime();
    insert(1, "v0");
    for (int i = 1; i <= 1_000; i++) {
      update(1, "v" + i);
    }
    long windows = Duration.ofNanos(System.nanoTime() - began).toMillis() / 500;
    nodes.await(() -> nodes.all().stream().anyMatch(event -> text(event).equals("v1000")));
    assertThat(nodes.all()).hasSizeLessThanOrEqualTo((int) windows + 2);
    assertThat(nodes.all().get(0).operation()).isEqualTo("insert");
    assertThat(told()).endsWith(nodes.all().size() == 1 ? "insert 1 v1000" : "update 1 v1000");
  }

  @Test
  void anInsertAndAnUpdateAreAnInsert() throws Exception {
    beginWith(List.of(), NODE);
    insert(1, "a");
    update(1, "b");
    assertThat(told()).containsExactly("insert 1 b");
    assertThat(nodes.all().get(0).payload().toString()).doesNotContain("changed=");
  }

  @Test
  void anUpdateAndADeleteAreADelete() throws Exception {
    beginWith(List.of(new Entry(1, "a")), NODE);
    update(1, "b");
    delete(1);
    assertThat(told()).containsExactly("retract 1");
  }

  @Test
  void aDeleteAndAnInsertAreAnUpdate() throws Exception {
    beginWith(List.of(new Entry(1, "a")), NODE);
    delete(1);
    insert(1, "b");
    assertThat(told()).containsExactly("update 1 b");
  }

  @Test
  void ofARowThatComesAndGoesNothingIsPublished() throws Exception {
    beginWith(List.of(), NODE);
    insert(1, "a");
    update(1, "b");
    delete(1);
    insert(2, "a");
    delete(2);
    insert(2, "again");
    // Of the first one the target is asked to retract what is not there, which it tells nobody.
    assertThat(told()).containsExactly("retract 1", "insert 2 again");
    assertThat(nodes.itemIds(NODE)).containsExactly("2");
  }

  @Test
  void theAttributesThatAllUpdatesHaveChangedAreNamed() throws Exception {
    beginWith(List.of(new Entry(1, "a")), NODE);
    update(1, "b");
    tag(1, "x");
    assertThat(told()).containsExactly("update 1 b");
    assertThat(nodes.all().get(0).payload().toString())
        .contains("changed=\"text tags\"")
        .contains("<value>x</value>");
  }

  @Test
  void differentRowsAreToldInTheOrderOfTheirLastChanges() throws Exception {
    beginWith(List.of(), NODE);
    insert(1, "a");
    insert(2, "a");
    insert(3, "a");
    update(1, "b");
    assertThat(told()).containsExactly("insert 2 a", "insert 3 a", "insert 1 b");
  }

  @Test
  void aRowThatIsChangedAgainAndAgainIsToldAfterTheLongestWait() throws Exception {
    begin(Duration.ofMillis(1_000), Duration.ofMillis(1_500), NODE);
    long began = System.nanoTime();
    insert(1, "v0");
    int i = 0;
    while (nodes.all().isEmpty()) {
      assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(20));
      update(1, "v" + ++i);
      // 2,000 changes of a node that wait would not wait any longer.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1_400));
    assertThat(nodes.next().operation()).isEqualTo("insert");
  }

  @Test
  void aRowThatMovesIsToldToLeaveWhereItWasAndToComeWhereItIs() throws Exception {
    beginWith(List.of(new Entry(1, "a"), new Entry(2, "a")), "/by/{text}");
    update(1, "b");
    update(1, "c");
    update(2, "b");
    update(2, "a");
    told();
    assertThat(nodes.itemIds("/by/a")).containsExactly("2");
    assertThat(nodes.itemIds("/by/b")).isEmpty();
    assertThat(nodes.itemIds("/by/c")).containsExactly("1");
    assertThat(
            nodes.all().stream()
                .map(Event::toString)
                .filter(event -> event.contains("/by/") && !event.startsWith("retract")))
        .containsExactlyInAnyOrder("insert /by/c 1", "update /by/a 2");
  }

  @Test
  void aRowWhoseInsertMayHaveBeenToldIsRetractedWhenItIsGone() throws Exception {
    begin(Duration.ofMillis(50), Duration.ofMillis(50), NODE);
    nodes.loseAnswers(true);
    insert(1, "a");
    assertThat(nodes.next()).hasToString("insert " + NODE + " 1");
    delete(1);
    nodes.loseAnswers(false);
    nodes.await(() -> nodes.itemIds(NODE).isEmpty());
    assertThat(told()).endsWith("retract 1");
  }

  @Test
  void aTargetThatWasAwayIsToldTheLatestOfEachRow() throws Exception {
    begin(Duration.ofMillis(100), Duration.ofMillis(100), NODE);
    nodes.failFor(node -> true);
    for (int i = 0; i < 30; i++) {
      for (int id = 1; id <= 10; id++) {
        if (i == 0) {
          insert(id, "v0");
        } else {
          update(id, "v" + i);
        }
      }
    }
    nodes.failFor(node -> false);
    nodes.await(() -> nodes.all().size() >= 10);
    assertThat(told()).hasSize(10).allMatch(words -> words.endsWith(" v29"));
  }

  @Test
  void whatIsPublishedByHandTakesThePlaceOfWhatWaits() throws Exception {
    beginWith(List.of(), NODE);
    insert(1, "a");
    publisher.publish(NODE, "1", "by hand");
    told();
    assertThat(nodes.all()).hasSize(1);
    assertThat(nodes.all().get(0).payload().toString()).contains("by hand");
  }
}
