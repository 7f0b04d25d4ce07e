package dev.herald.publisher;

import dev.herald.publisher.shop.Account;
import dev.herald.publisher.shop.Customer;
import dev.herald.publisher.shop.Line;
import dev.herald.publisher.shop.Order;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** A database of its own in memory, with Hibernate and without Spring. */
final class Shop implements AutoCloseable {

  private final String url;
  final SessionFactory factory;

  Shop() {
    this("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "create");
  }

  private Shop(String url, String schema) {
    this.url = url;
    this.factory =
        new Configuration()
            .addAnnotatedClass(Customer.class)
            .addAnnotatedClass(Order.class)
            .addAnnotatedClass(Line.class)
            .addAnnotatedClass(Account.class)
            .setProperty("hibernate.connection.url", url)
            .setProperty("hibernate.hbm2ddl.auto", schema)
            .buildSessionFactory();
  }

  /** The same database as the next process finds it. */
  Shop again() {
    return new Shop(url, "none");
  }

  /** A transaction that is committed. */
  void commit(Consumer<Session> work) {
    factory.inTransaction(work);
  }

  /** A transaction that flushes and is rolled back. */
  void rollBack(Consumer<Session> work) {
    try (Session session = factory.openSession()) {
      session.beginTransaction();
      work.accept(session);
      session.flush();
      session.getTransaction().rollback();
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
