package dev.herald.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.rsm.PageRequest;
import dev.herald.server.sasl.Login;
import dev.herald.xmpp.Jid;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;

/** Plain Hibernate, as the guide shows it. */
class HeraldTest {

  @Entity(name = "Order")
  static class Order {
    @Id long id;
    String customer;

    Order() {
      this(0, "");
    }

    Order(long id, String customer) {
      this.id = id;
      this.customer = customer;
    }
  }

  private static SessionFactory sessionFactory() {
    return new Configuration()
        .addAnnotatedClass(Order.class)
        .setProperty("hibernate.connection.url", "jdbc:h2:mem:" + UUID.randomUUID())
        .setProperty("hibernate.hbm2ddl.auto", "create")
        .setProperty("hibernate.auto_quote_keyword", "true")
        .buildSessionFactory();
  }

  @Test
  void plainHibernateTakesFewLines() throws Exception {
    SessionFactory sessionFactory = sessionFactory();
    try (Herald herald =
        Herald.builder()
            .entities(sessionFactory)
            .register(Order.class, options -> options.fields("customer"))
            .application("shop")
            .start()) {
      sessionFactory.inTransaction(session -> session.persist(new Order(1, "Ann")));
      herald.pubSub().publish("/home", "greeting", "Hello");
      assertThat(awaited(herald, "/shop/Order").payload()).contains("Ann");
      assertThat(awaited(herald, "/home").payload()).contains("Hello");
    }
    sessionFactory.close();
  }

  @Test
  void aNodeIsReadByThoseForWhomItIs() throws Exception {
    SessionFactory sessionFactory = sessionFactory();
    try (Herald herald =
        Herald.builder()
            .entities(sessionFactory)
            .register(
                Order.class,
                options ->
                    options
                        .node("/orders/{customer}")
                        .permission((reader, node) -> reader.name().equals(node.value("customer"))))
            .start()) {
      sessionFactory.inTransaction(session -> session.persist(new Order(1, "ann")));
      awaited(herald, "/orders/ann");
      assertThat(itemsFor(herald, "ann")).hasSize(1);
      assertThatThrownBy(() -> itemsFor(herald, "bob"))
          .hasRootCauseInstanceOf(PubSubException.class)
          .hasMessageContaining("whitelist");
    }
    sessionFactory.close();
  }

  private static List<Item> itemsFor(Herald herald, String name) {
    Actor reader = new Actor.Client(Jid.parse(name + "@localhost/page"), Login.of(name));
    return herald
        .server()
        .pubSub()
        .async()
        .items()
        .page(reader, "/orders/ann", null, PageRequest.first(10))
        .join()
        .page()
        .entries();
  }

  @Test
  void aMistakeStopsTheStart() {
    SessionFactory sessionFactory = sessionFactory();
    HeraldBuilder builder =
        Herald.builder()
            .entities(sessionFactory)
            .register(Order.class, options -> options.fields("custommer"));
    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("custommer");
    sessionFactory.close();
  }

  private static Item awaited(Herald herald, String node) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (System.nanoTime() < deadline) {
      try {
        List<Item> items = herald.server().pubSub().items(Actor.APPLICATION, node);
        if (!items.isEmpty()) {
          return items.get(0);
        }
      } catch (PubSubException notThereYet) {
        // The node comes with its first item.
        assertThat(notThereYet.reason()).isEqualTo(PubSubException.Reason.NODE_NOT_FOUND);
      }
      Thread.sleep(10);
    }
    throw new AssertionError("Nothing at " + node + " within 20 s");
  }
}
