package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.UncommittedChange;
import dev.herald.publisher.ledger.Entry;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import java.sql.Savepoint;
import java.util.List;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a transaction would announce is known before its commit. */
abstract class UncommittedContract {

  /** The transactions of one session, as a framework knows that of its thread. */
  private static final class OneSession implements TransactionBinding {
    private @Nullable Session session;

    @Override
    public boolean afterCommit(Runnable action) {
      return false;
    }

    @Override
    public @Nullable SharedSessionContractImplementor session(SessionFactoryImplementor factory) {
      return (SharedSessionContractImplementor) session;
    }
  }

  private final RecordingNodes nodes = new RecordingNodes();
  private final OneSession current = new OneSession();
  private SessionFactory factory;
  private Publisher publisher;

  abstract DataSource emptyDatabase() throws Exception;

  abstract PublisherSettings settings();

  @BeforeEach
  void start() throws Exception {
    Configuration configuration =
        new Configuration()
            .addAnnotatedClass(Entry.class)
            .setProperty("hibernate.hbm2ddl.auto", "update");
    configuration.getProperties().put("hibernate.connection.datasource", emptyDatabase());
    factory = configuration.buildSessionFactory();
    publisher = new Publisher(nodes, settings().withInitialize(InitializeOutbox.ALWAYS), current);
    publisher.attach(factory);
    publisher.start();
  }

  @AfterEach
  void stop() {
    publisher.close();
    factory.close();
  }

  private List<String> uncommitted(Session session) {
    return publisher.uncommitted(session).stream().map(UncommittedContract::said).toList();
  }

  private static String said(UncommittedChange change) {
    return change.operation() + " " + change.node() + " " + change.itemId();
  }

  private void awaitIdle() throws InterruptedException {
    nodes.await(publisher::isIdle);
  }

  @Test
  void itIsFlushedAndSaidOnceForEachRow() throws Exception {
    factory.inTransaction(
        session -> {
          assertThat(uncommitted(session)).isEmpty();
          Entry entry = new Entry(1, "a");
          session.persist(entry);
          assertThat(uncommitted(session)).containsExactly("insert /ledger/Entry 1");
          entry.text = "b";
          session.persist(new Entry(2, "c"));
          assertThat(uncommitted(session))
              .containsExactlyInAnyOrder("insert /ledger/Entry 1", "insert /ledger/Entry 2");
          assertThat(publisher.uncommitted(session))
              .extracting(UncommittedChange::payload)
              .anyMatch(payload -> payload != null && payload.contains(">b<"))
              .noneMatch(payload -> payload != null && payload.contains(">a<"));
          session.remove(entry);
          assertThat(uncommitted(session)).containsExactly("insert /ledger/Entry 2");
        });
    factory.inTransaction(
        session -> {
          session.find(Entry.class, 2L).text = "d";
          assertThat(uncommitted(session)).containsExactly("update /ledger/Entry 2");
          session.remove(session.find(Entry.class, 2L));
          assertThat(uncommitted(session)).containsExactly("delete /ledger/Entry 2");
        });
    awaitIdle();
    assertThat(nodes.all()).last().hasToString("retract /ledger/Entry 2");
  }

  @Test
  void whatIsPublishedByHandIsPartOfIt() throws Exception {
    factory.inTransaction(
        session -> {
          current.session = session;
          session.persist(new Entry(1, "a"));
          session.flush();
          publisher.publish("/home", "1", "Hello");
          publisher.retract("/home", "0");
          assertThat(publisher.uncommitted()).isPresent();
          assertThat(publisher.uncommitted().orElseThrow())
              .map(UncommittedContract::said)
              .containsExactly("insert /ledger/Entry 1", "publish /home 1", "retract /home 0");
        });
    current.session = null;
    assertThat(publisher.uncommitted()).isEmpty();
    awaitIdle();
    assertThat(nodes.itemIds("/home")).containsExactly("1");
  }

  @Test
  void whatIsPublishedByHandInARollbackIsNot() throws Exception {
    try (Session session = factory.openSession()) {
      current.session = session;
      session.beginTransaction();
      publisher.publish("/home", "1", "Hello");
      assertThat(uncommitted(session)).containsExactly("publish /home 1");
      session.getTransaction().rollback();
      current.session = null;
    }
    awaitIdle();
    assertThat(nodes.all()).isEmpty();
  }

  @Test
  void itIsNotFlushedWhereACommitWouldNot() {
    factory.inTransaction(
        session -> {
          session.setHibernateFlushMode(FlushMode.MANUAL);
          session.persist(new Entry(1, "a"));
          assertThat(uncommitted(session)).isEmpty();
          session.flush();
          assertThat(uncommitted(session)).containsExactly("insert /ledger/Entry 1");
        });
  }

  @Test
  void aStatelessSessionsIsKnownToo() {
    try (StatelessSession session = factory.openStatelessSession()) {
      session.beginTransaction();
      session.setJdbcBatchSize(10);
      session.insert(new Entry(1, "a"));
      session.insert(new Entry(2, "b"));
      assertThat(publisher.uncommitted(session))
          .map(UncommittedContract::said)
          .containsExactly("insert /ledger/Entry 1", "insert /ledger/Entry 2");
      session.getTransaction().rollback();
    }
  }

  @Test
  void nothingIsIdleWhileTheTargetIsAway() throws Exception {
    awaitIdle();
    nodes.failFor(node -> true);
    factory.inTransaction(session -> session.persist(new Entry(1, "a")));
    assertThat(publisher.isIdle()).isFalse();
    Predicate<String> never = node -> false;
    nodes.failFor(never);
    awaitIdle();
    assertThat(nodes.all()).hasSize(1);
  }

  @Test
  void aSessionOfSomebodyElseIsRefused() {
    try (SessionFactory other = Database.of(Entry.class);
        Session session = other.openSession()) {
      session.beginTransaction();
      assertThatThrownBy(() -> publisher.uncommitted(session))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("attach it");
      session.getTransaction().rollback();
    }
  }

  @Test
  void aFactoryHasOnePublisher() {
    try (Publisher second =
        new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE)) {
      assertThatThrownBy(() -> second.attach(factory))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has a publisher already");
    }
  }

  /** Of databases only: the memory does not know what a savepoint undoes. */
  void assertSavepointsAreSeen() {
    factory.inTransaction(
        session -> {
          session.persist(new Entry(1, "a"));
          session.flush();
          session.doWork(
              connection -> {
                Savepoint savepoint = connection.setSavepoint();
                session.persist(new Entry(2, "b"));
                assertThat(uncommitted(session)).hasSize(2);
                connection.rollback(savepoint);
              });
          assertThat(uncommitted(session)).containsExactly("insert /ledger/Entry 1");
        });
  }
}
