package dev.herald.testkit.shop;

import dev.herald.publisher.Publisher;
import dev.herald.publisher.PublisherSettings;
import dev.herald.publisher.TransactionBinding;
import dev.herald.testkit.HeraldEvents;
import dev.herald.testkit.HeraldExtension;
import java.sql.Savepoint;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hibernate without Spring, and without a server. */
class PlainHibernateTest {

  static final SessionFactory SESSIONS =
      new Configuration()
          .addAnnotatedClass(Order.class)
          .setProperty("hibernate.connection.url", "jdbc:h2:mem:" + UUID.randomUUID())
          .setProperty("hibernate.hbm2ddl.auto", "create")
          .buildSessionFactory();

  @RegisterExtension
  static final HeraldExtension HERALD =
      HeraldExtension.publishing(
          recorder -> {
            Publisher publisher =
                new Publisher(
                    recorder.nodes(),
                    PublisherSettings.DEFAULT.withApplication("shop"),
                    TransactionBinding.NONE);
            publisher.attach(SESSIONS);
            publisher.start();
            return publisher;
          });

  @AfterAll
  static void close() {
    SESSIONS.close();
  }

  @Test
  void aCommittedOrderIsPublished(HeraldEvents herald) {
    SESSIONS.inTransaction(session -> session.persist(new Order("ann", "12.50")));
    herald.published("/shop/Order").operation("insert").withField("customer", "ann").once();
  }

  @Test
  void anOrderThatIsRolledBackIsNot(HeraldEvents herald) {
    try (Session session = SESSIONS.openSession()) {
      session.beginTransaction();
      session.persist(new Order("ann", "12.50"));
      herald.onCommit(session).published("/shop/Order").withField("customer", "ann");
      session.getTransaction().rollback();
    }
    herald.nothingPublished();
  }

  @Test
  void ofASavepointThatIsRolledBackNothingWouldBePublished(HeraldEvents herald) {
    SESSIONS.inTransaction(
        session -> {
          session.persist(new Order("kept", "1"));
          session.flush();
          session.doWork(
              connection -> {
                Savepoint savepoint = connection.setSavepoint();
                session.persist(new Order("undone", "2"));
                session.flush();
                herald.onCommit(session).published("/orders/undone");
                connection.rollback(savepoint);
              });
          herald.onCommit(session).nothingPublished("/orders/undone");
          herald.onCommit(session).published("/orders/kept");
        });
    herald.published("/orders/kept");
    herald.nothingPublished("/orders/undone");
  }

  @Test
  void aStatelessSessionIsHeardToo(HeraldEvents herald) {
    try (StatelessSession session = SESSIONS.openStatelessSession()) {
      session.beginTransaction();
      session.insert(new Order("zoe", "3"));
      herald.onCommit(session).published("/orders/zoe").withField("total", 3);
      session.getTransaction().commit();
    }
    herald.published("/orders/zoe");
  }

  @Nested
  class Inside {

    @Test
    void theEventsAreTheSame(HeraldEvents herald) {
      SESSIONS.inTransaction(session -> session.persist(new Order("nested", "4")));
      herald.published("/orders/nested");
      HERALD.events().published("/orders/nested");
    }
  }
}
