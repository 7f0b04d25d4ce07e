package dev.herald.testkit.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.embedded.Herald;
import dev.herald.server.pubsub.Actor;
import dev.herald.testkit.HeraldEvents;
import dev.herald.testkit.NodeRecorder;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;

/** Hibernate without Spring, with the embedded server. */
class EmbeddedHeraldTest {

  @Test
  void whatReachesTheServerIsRecorded() throws Exception {
    NodeRecorder recorder = new NodeRecorder();
    try (SessionFactory sessions =
            new Configuration()
                .addAnnotatedClass(Order.class)
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:" + UUID.randomUUID())
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .buildSessionFactory();
        Herald herald =
            Herald.builder()
                .entities(sessions)
                .application("shop")
                .through(recorder::recording)
                .start()) {
      HeraldEvents events = HeraldEvents.of(herald.publisher(), recorder);
      sessions.inTransaction(session -> session.persist(new Order("ann", "12.50")));
      events.published("/shop/Order").withField("customer", "ann").once();
      herald.pubSub().publish("/home", "news", "Open until ten");
      events.published("/home").withText("Open until ten");
      assertThat(herald.server().pubSub().items(Actor.APPLICATION, "/home")).hasSize(1);
    }
  }
}
