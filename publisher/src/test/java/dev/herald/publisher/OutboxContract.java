package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.ParkedChange;
import dev.herald.publisher.RecordingNodes.Event;
import dev.herald.publisher.ledger.Counted;
import dev.herald.publisher.ledger.Entry;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is announced of a transaction, and when, with the outbox in its own database. */
abstract class OutboxContract {

  private static final String NODE = "/ledger/Entry";

  final RecordingNodes nodes = new RecordingNodes();
  private DataSource database;
  private SessionFactory factory;
  private Publisher publisher;

  abstract DataSource emptyDatabase() throws Exception;

  @BeforeEach
  void start() throws Exception {
    database = emptyDatabase();
    factory = factory();
    publisher = publisher(factory);
  }

  @AfterEach
  void stop() {
    publisher.close();
    factory.close();
  }

  private SessionFactory factory() {
    Configuration configuration =
        new Configuration()
            .addAnnotatedClass(Entry.class)
            .addAnnotatedClass(Counted.class)
            .setProperty("hibernate.hbm2ddl.auto", "update");
    configuration.getProperties().put("hibernate.connection.datasource", database);
    return configuration.buildSessionFactory();
  }

  private Publisher publisher(SessionFactory attached) {
    Publisher made =
        new Publisher(
            nodes,
            PublisherSettings.DEFAULT.withInitialize(InitializeOutbox.ALWAYS),
            TransactionBinding.NONE);
    made.attach(attached);
    made.start();
    return made;
  }

  private void commit(Consumer<Session> work) {
    factory.inTransaction(work);
  }

  private boolean isThere(long id) {
    return factory.fromTransaction(session -> session.find(Entry.class, id) != null);
  }

  private void set(Session session, long id, String text) {
    session.find(Entry.class, id).text = text;
  }

  private static void savepoint(Session session, Runnable work) {
    session.doWork(
        connection -> {
          Savepoint savepoint = connection.setSavepoint();
          work.run();
          connection.rollback(savepoint);
        });
  }

  private static String text(Event event) {
    return event
        .payload()
        .toString()
        .replaceAll("(?s).*<field name=\"text\"[^>]*>([^<]*)<.*", "$1");
  }

  /** What is announced up to a change that is made now. */
  private List<String> announced() throws InterruptedException {
    commit(session -> session.persist(new Entry(999, "marker")));
    commit(session -> session.remove(session.find(Entry.class, 999L)));
    return nodes.until(NODE, "999").stream()
        .map(
            event ->
                event.operation().equals("retract")
                    ? "retract " + event.itemId()
                    : event.operation() + " " + event.itemId() + " " + text(event))
        .toList();
  }

  private long rows(String where) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT COUNT(*) FROM herald_outbox WHERE " + where)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void aRowIsWrittenByTheFlushAndSeenByOthersAfterTheCommitOnly() throws Exception {
    nodes.failFor(node -> true);
    commit(
        session -> {
          session.persist(new Entry(1, "a"));
          session.flush();
          session.doWork(
              own -> {
                try (Statement statement = own.createStatement();
                    ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM herald_outbox")) {
                  row.next();
                  assertThat(row.getLong(1)).isEqualTo(1);
                }
                assertThat(rows("TRUE")).isZero();
              });
        });
    assertThat(rows("TRUE")).isEqualTo(1);
    nodes.failFor(node -> false);
    assertThat(announced()).containsExactly("insert 1 a");
  }

  @Test
  void aRollbackLeavesNothing() throws Exception {
    try (Session session = factory.openSession()) {
      session.beginTransaction();
      session.persist(new Entry(1, "a"));
      session.persist(new Counted("b"));
      session.flush();
      session.getTransaction().rollback();
    }
    assertThat(rows("TRUE")).isZero();
    assertThat(announced()).isEmpty();
  }

  @Test
  void aSavepointThatIsRolledBackTakesItsInsertsWithIt() throws Exception {
    commit(
        session -> {
          session.persist(new Entry(1, "kept"));
          session.flush();
          savepoint(
              session,
              () -> {
                session.persist(new Entry(2, "undone"));
                session.flush();
              });
          session.clear();
          session.persist(new Entry(3, "kept too"));
        });
    assertThat(announced()).containsExactly("insert 1 kept", "insert 3 kept too");
  }

  @Test
  void aSavepointThatIsRolledBackBringsBackWhatWasFlushedBeforeIt() throws Exception {
    commit(session -> session.persist(new Entry(1, "a")));
    commit(
        session -> {
          set(session, 1, "b");
          session.flush();
          savepoint(
              session,
              () -> {
                session.remove(session.find(Entry.class, 1L));
                session.flush();
              });
          session.clear();
        });
    commit(
        session -> {
          savepoint(
              session,
              () -> {
                session.remove(session.find(Entry.class, 1L));
                session.flush();
              });
          session.clear();
          set(session, 1, "c");
        });
    assertThat(announced()).containsExactly("insert 1 a", "update 1 b", "update 1 c");
  }

  @Test
  void aSavepointAlsoUndoesTheInsertThatAnIdentityNeedsAtOnce() throws Exception {
    commit(
        session -> {
          savepoint(session, () -> session.persist(new Counted("undone")));
          session.clear();
          session.persist(new Entry(1, "kept"));
        });
    assertThat(rows("node LIKE '%Counted'")).isZero();
    assertThat(announced()).containsExactly("insert 1 kept");
    assertThat(nodes.itemIds("/ledger/Counted")).isEmpty();
  }

  @Test
  void anInnerTransactionIsAnnouncedOrNotWhateverBecomesOfTheOuterOne() throws Exception {
    try (Session outer = factory.openSession()) {
      outer.beginTransaction();
      outer.persist(new Entry(1, "outer"));
      outer.flush();
      commit(inner -> inner.persist(new Entry(2, "inner")));
      outer.getTransaction().rollback();
    }
    commit(
        outer -> {
          outer.persist(new Entry(3, "outer"));
          outer.flush();
          try (Session inner = factory.openSession()) {
            inner.beginTransaction();
            inner.persist(new Entry(4, "inner"));
            inner.flush();
            inner.getTransaction().rollback();
          }
        });
    assertThat(announced()).containsExactly("insert 2 inner", "insert 3 outer");
  }

  @Test
  void severalFlushesOfATransactionAreOneAnnouncementOfEachRow() throws Exception {
    commit(session -> session.persist(new Entry(1, "old")));
    commit(session -> session.persist(new Entry(2, "old")));
    commit(
        session -> {
          set(session, 1, "first");
          session.persist(new Entry(3, "first"));
          session.persist(new Entry(4, "vanishes"));
          session.remove(session.find(Entry.class, 2L));
          session.flush();
          set(session, 1, "second");
          set(session, 3, "second");
          session.remove(session.find(Entry.class, 4L));
          session.flush();
          session.persist(new Entry(2, "again"));
        });
    assertThat(announced())
        .containsExactlyInAnyOrder(
            "insert 1 old", "insert 2 old", "update 1 second", "insert 3 second", "update 2 again");
  }

  @Test
  void aCollectionThatChangesIsAChangeOfItsEntity() throws Exception {
    commit(session -> session.persist(new Entry(1, "a")));
    commit(session -> session.find(Entry.class, 1L).tags.add("x"));
    commit(session -> session.find(Entry.class, 1L).tags = new ArrayList<>(List.of("y")));
    commit(session -> session.find(Entry.class, 1L).tags.clear());
    assertThat(nodes.next()).hasToString("insert " + NODE + " 1");
    assertThat(nodes.next().payload().toString()).contains("<value>x</value>");
    assertThat(nodes.next().payload().toString())
        .contains("<value>y</value>")
        .doesNotContain("<value>x</value>");
    Event emptied = nodes.next();
    assertThat(emptied).hasToString("update " + NODE + " 1");
    assertThat(emptied.payload().toString()).doesNotContain("<value>");
    assertThat(announced()).isEmpty();
  }

  @Test
  void aStatelessSessionIsAnnouncedWithItsTransaction() throws Exception {
    try (StatelessSession session = factory.openStatelessSession()) {
      session.beginTransaction();
      session.insert(new Entry(1, "undone"));
      session.getTransaction().rollback();
      session.beginTransaction();
      session.insert(new Entry(1, "a"));
      session.update(new Entry(1, "b"));
      session.upsert(new Entry(2, "upserted"));
      session.getTransaction().commit();
      session.beginTransaction();
      session.delete(new Entry(2, ""));
      session.getTransaction().commit();
    }
    assertThat(announced()).containsExactly("insert 1 b", "update 2 upserted", "retract 2");
  }

  @Test
  void aBatchOfAStatelessSessionIsAnnouncedWithItsTransaction() throws Exception {
    try (StatelessSession session = factory.openStatelessSession()) {
      session.setJdbcBatchSize(10);
      session.beginTransaction();
      for (int id = 1; id <= 3; id++) {
        session.insert(new Entry(id, "batched"));
      }
      session.getTransaction().commit();
    }
    assertThat(announced())
        .containsExactly("insert 1 batched", "insert 2 batched", "insert 3 batched");
  }

  @Test
  void whatIsMergedIsAnnouncedAsWhatItWas() throws Exception {
    commit(session -> session.merge(new Entry(1, "new")));
    commit(session -> session.merge(new Entry(1, "changed")));
    assertThat(announced()).containsExactly("insert 1 new", "update 1 changed");
  }

  @Test
  void aTransactionWithAnEarlierRowThatIsCommittedLaterIsNotForgotten() throws Exception {
    try (Session late = factory.openSession()) {
      late.beginTransaction();
      late.persist(new Entry(1, "late"));
      late.flush();
      commit(session -> session.persist(new Entry(2, "early")));
      assertThat(nodes.next()).hasToString("insert " + NODE + " 2");
      late.getTransaction().commit();
    }
    assertThat(nodes.next()).hasToString("insert " + NODE + " 1");
  }

  @Test
  void aTargetThatIsDownHoldsNobodyUpAndGetsAllInOrderAfter() throws Exception {
    nodes.failFor(node -> true);
    for (int i = 0; i < 300; i++) {
      String text = "v" + i;
      commit(session -> session.merge(new Entry(1, text)));
    }
    assertThat(publisher.waiting()).isEqualTo(300);
    nodes.failFor(node -> false);
    List<String> announced = announced();
    assertThat(announced).hasSize(300);
    for (int i = 0; i < 300; i++) {
      assertThat(announced.get(i)).endsWith(" v" + i);
    }
    nodes.await(() -> publisher.waiting() == 0);
  }

  @Test
  void theNextProcessGoesOnWhereThisOneEnded() throws Exception {
    nodes.failFor(node -> true);
    commit(session -> session.persist(new Entry(1, "a")));
    publisher.close();
    factory.close();
    nodes.failFor(node -> false);
    nodes.createNode(NODE, new NodeOptions(1, true));
    // Else the node is empty, and filled; now it is compared, without what waits.
    var unused = nodes.publish(NODE, "0", new XmlFragment("<x/>"));
    nodes.forget();
    factory = factory();
    publisher = publisher(factory);
    assertThat(nodes.next()).hasToString("retract " + NODE + " 0");
    assertThat(nodes.next()).hasToString("insert " + NODE + " 1");
    nodes.await(() -> publisher.waiting() == 0);
    assertThat(nodes.taken()).isEmpty();
  }

  @Test
  void whatABulkStatementHasDoneIsAnnouncedByTheNextProcessIfThisOneEnds() throws Exception {
    commit(session -> session.persist(new Entry(1, "a")));
    assertThat(announced()).containsExactly("insert 1 a");
    nodes.failFor(node -> true);
    commit(
        session -> {
          session.persist(new Entry(2, "b"));
          session.flush();
          session.createMutationQuery("update Entry set text = 'c'").executeUpdate();
        });
    assertThat(publisher.waiting()).isEqualTo(2);
    try (SessionFactory another = factory();
        Publisher second = publisher(another)) {
      publisher.close();
      nodes.failFor(node -> false);
      assertThat(nodes.next()).hasToString("insert " + NODE + " 2");
      assertThat(nodes.nextWord()).isEqualTo("changed " + NODE + " 2 0");
      nodes.await(() -> second.waiting() == 0);
      assertThat(nodes.taken()).containsExactly("update " + NODE + " 1", "update " + NODE + " 2");
    }
  }

  @Test
  void aBulkStatementThatIsRolledBackIsNotLookedAt() throws Exception {
    commit(session -> session.persist(new Entry(1, "a")));
    nodes.next();
    try (Session session = factory.openSession()) {
      session.beginTransaction();
      session.createMutationQuery("update Entry set text = 'b'").executeUpdate();
      session.getTransaction().rollback();
    }
    assertThat(publisher.waiting()).isZero();
    commit(
        session -> {
          for (int i = 0; i < 50; i++) {
            session.createMutationQuery("update Entry set text = text || '!'").executeUpdate();
          }
        });
    assertThat(nodes.nextWord()).isEqualTo("changed " + NODE + " 1 0");
    nodes.await(() -> publisher.waiting() == 0);
    assertThat(publisher.metrics().refetches()).as("50 in one").isLessThan(20);
    assertThat(nodes.words()).isEmpty();
  }

  @Test
  void twoProcessesAnnounceEachChangeOnceAndThoseOfARowInOrder() throws Exception {
    try (SessionFactory another = factory();
        Publisher second = publisher(another)) {
      for (int i = 0; i < 100; i++) {
        String text = "v" + i;
        (i % 2 == 0 ? factory : another)
            .inTransaction(session -> session.merge(new Entry(1, text)));
      }
      List<String> announced = announced();
      assertThat(announced).hasSize(100);
      for (int i = 0; i < 100; i++) {
        assertThat(announced.get(i)).endsWith(" v" + i);
      }
      nodes.await(() -> second.waiting() == 0);
    }
  }

  @Test
  void aProcessThatStartsWhileAnotherOneSendsNeitherWaitsNorFillsAgain() throws Exception {
    commit(session -> session.persist(new Entry(1, "a")));
    assertThat(nodes.next()).hasToString("insert " + NODE + " 1");
    long began = System.nanoTime();
    try (SessionFactory another = factory();
        Publisher second = publisher(another)) {
      // A minute is what a fill may take that somebody waits for.
      assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(30));
      another.inTransaction(session -> session.persist(new Entry(2, "b")));
      assertThat(announced()).containsExactly("insert 2 b");
      assertThat(second.parked(1)).isEmpty();
    }
  }

  @Test
  void whatTheTargetRefusesIsParkedAndTakenWhenItIsSentAgain() throws Exception {
    nodes.refuseFor((node, item) -> item.equals("2"));
    commit(session -> session.persist(new Entry(1, "a")));
    commit(session -> session.persist(new Entry(2, "refused")));
    commit(session -> session.persist(new Entry(3, "b")));
    assertThat(announced()).containsExactly("insert 1 a", "insert 3 b");
    List<ParkedChange> parked = publisher.parked(10);
    assertThat(parked).hasSize(1);
    assertThat(parked.get(0).itemId()).isEqualTo("2");
    assertThat(parked.get(0).operation()).isEqualTo("insert");
    assertThat(parked.get(0).failure()).contains("as the test wants it");
    nodes.refuseFor((node, item) -> false);
    publisher.resend(parked);
    assertThat(nodes.next()).hasToString("insert " + NODE + " 2");
    assertThat(announced()).isEmpty();
    assertThat(publisher.parked(10)).isEmpty();
  }

  @Test
  void aLaterChangeThatIsTakenMakesAParkedOneObsolete() throws Exception {
    nodes.refuseFor((node, item) -> item.equals("1"));
    commit(session -> session.persist(new Entry(1, "refused")));
    assertThat(announced()).isEmpty();
    nodes.refuseFor((node, item) -> false);
    commit(session -> set(session, 1, "taken"));
    assertThat(announced()).containsExactly("update 1 taken");
    assertThat(publisher.parked(10)).isEmpty();
  }

  @Test
  void anEntityThatCannotBeWrittenIsCommittedAndParked() throws Exception {
    commit(
        session -> {
          Entry hostile = new Entry(1, "secret value");
          hostile.tags = new HostileList();
          session.persist(hostile);
          session.persist(new Entry(2, "b"));
        });
    assertThat(announced()).containsExactly("insert 2 b");
    assertThat(isThere(1)).isTrue();
    assertThat(publisher.parked(10)).hasSize(1);
    assertThat(publisher.parked(10).get(0).failure())
        .contains("IllegalStateException")
        .doesNotContain("secret");
  }

  @Test
  void aLaterChangeThatCanBeWrittenMakesOneObsoleteThatCouldNot() throws Exception {
    commit(session -> session.persist(new Entry(2, "so that the node is being sent to")));
    assertThat(announced()).hasSize(1);
    commit(
        session -> {
          Entry hostile = new Entry(1, "a");
          hostile.tags = new HostileList();
          session.persist(hostile);
        });
    assertThat(publisher.parked(10)).hasSize(1);
    commit(session -> set(session, 1, "b"));
    assertThat(announced()).containsExactly("update 1 b");
    nodes.await(() -> publisher.parked(10).isEmpty());
  }

  @Test
  void fiveMegabytesAndCharactersThatXmlCannotCarryAreAnnounced() throws Exception {
    String large = "<&ä𝄞".repeat(1_000_000);
    commit(session -> session.persist(new Entry(1, large)));
    commit(session -> session.persist(new Entry(2, "\u0001\ud800.\udfff]]>")));
    String read =
        text(nodes.next()).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    assertThat(read.equals(large)).isTrue();
    assertThat(text(nodes.next())).startsWith("\uFFFD");
  }

  @Test
  void anOutboxThatCannotBeWrittenFailsTheSaveSinceNobodyWouldBeTold() throws Exception {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE herald_outbox RENAME TO taken_away");
      assertThatThrownBy(() -> commit(session -> session.persist(new Entry(1, "a"))))
          .isInstanceOf(PersistenceException.class)
          .hasMessageContaining("Herald's outbox cannot be written");
      statement.execute("ALTER TABLE taken_away RENAME TO herald_outbox");
    }
    assertThat(announced()).isEmpty();
    assertThat(isThere(1)).isFalse();
  }

  @Test
  void whatIsPublishedByHandIsKeptInTheDatabaseToo() throws Exception {
    nodes.failFor(node -> node.equals("/home"));
    publisher.publish("/home", "1", "Hello");
    assertThat(rows("node = '/home' AND operation = 'publish'")).isEqualTo(1);
    nodes.failFor(node -> false);
    assertThat(nodes.next().payload())
        .isEqualTo(
            XmlElement.builder("http://www.w3.org/2005/Atom", "entry").text("Hello").build());
  }
}
