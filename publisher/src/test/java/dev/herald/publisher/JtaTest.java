package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import dev.herald.publisher.jta.EnlistingDataSource;
import dev.herald.publisher.ledger.Counted;
import dev.herald.publisher.ledger.Entry;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.transaction.jta.platform.internal.NarayanaJtaPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where transactions are the transaction manager's (Narayana), not the session's. */
class JtaTest {

  private static final String NODE = "/ledger/Entry";

  @TempDir private static Path log;
  private static TransactionManager manager;

  private final RecordingNodes nodes = new RecordingNodes();
  private final Publisher publisher =
      new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE);
  private SessionFactory factory;

  @BeforeAll
  static void startManager() {
    for (String store : new String[] {null, "communicationStore", "stateStore"}) {
      BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
          .setObjectStoreDir(log.toString());
    }
    manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
  }

  @BeforeEach
  void start() {
    Configuration configuration =
        new Configuration()
            .addAnnotatedClass(Entry.class)
            .addAnnotatedClass(Counted.class)
            .setProperty("hibernate.hbm2ddl.auto", "update")
            .setProperty("hibernate.transaction.coordinator_class", "jta")
            .setProperty("hibernate.current_session_context_class", "jta")
            .setProperty("hibernate.transaction.jta.platform", NarayanaJtaPlatform.class.getName());
    configuration
        .getProperties()
        .put(
            "hibernate.connection.datasource",
            new EnlistingDataSource(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", manager));
    factory = configuration.buildSessionFactory();
    publisher.attach(factory);
    publisher.start();
  }

  @AfterEach
  void stop() {
    publisher.close();
    factory.close();
  }

  /** In the transaction's one session, with a flush before the one of the commit. */
  private void within(Consumer<Session> work) {
    work.accept(factory.getCurrentSession());
    factory.getCurrentSession().flush();
  }

  @Test
  void aCommitIsAnnouncedAfterItAsOneChangeOfEachRow() throws Exception {
    manager.begin();
    within(session -> session.persist(new Entry(1, "a")));
    within(session -> session.find(Entry.class, 1L).text = "b");
    within(session -> session.persist(new Entry(2, "c")));
    assertThat(nodes.all()).isEmpty();
    manager.commit();
    assertThat(nodes.next()).hasToString("insert " + NODE + " 1");
    assertThat(nodes.next()).hasToString("insert " + NODE + " 2");
    nodes.await(() -> publisher.waiting() == 0);
    assertThat(nodes.all()).isEmpty();
  }

  @Test
  void aRollbackLeavesNothing() throws Exception {
    manager.begin();
    within(session -> session.persist(new Entry(1, "a")));
    manager.rollback();
    manager.begin();
    within(session -> session.persist(new Entry(2, "b")));
    manager.setRollbackOnly();
    manager.rollback();
    assertThat(publisher.waiting()).isZero();
    manager.begin();
    within(session -> session.persist(new Entry(3, "c")));
    manager.commit();
    assertThat(nodes.next()).hasToString("insert " + NODE + " 3");
  }

  @Test
  void anInnerTransactionIsAnnouncedWhateverBecomesOfTheOuterOne() throws Exception {
    manager.begin();
    within(session -> session.persist(new Entry(1, "outer")));
    Transaction outer = manager.suspend();
    manager.begin();
    within(session -> session.persist(new Entry(2, "inner")));
    manager.commit();
    assertThat(nodes.next()).hasToString("insert " + NODE + " 2");
    manager.resume(outer);
    manager.rollback();
    nodes.await(() -> publisher.waiting() == 0);
    assertThat(nodes.all()).isEmpty();
  }

  @Test
  void aBulkStatementIsLookedAtAfterTheCommit() throws Exception {
    manager.begin();
    within(session -> session.persist(new Entry(1, "a")));
    manager.commit();
    nodes.next();
    manager.begin();
    within(session -> session.createMutationQuery("update Entry set text = 'b'").executeUpdate());
    assertThat(nodes.taken()).isEmpty();
    manager.commit();
    assertThat(nodes.nextWord()).isEqualTo("changed " + NODE + " 1 0");
    assertThat(nodes.taken()).isEqualTo(List.of("update " + NODE + " 1"));
  }
}
