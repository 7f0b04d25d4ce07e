package dev.herald.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.Payload;
import dev.herald.PayloadSerializer;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.spring.notes.Note;
import jakarta.persistence.EntityManagerFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Entities in a form of the application's own. */
class PayloadSerializerTest {

  @Test
  void theFirstBeanThatAnswersWritesThePayload() {
    new WebApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                DataSourceAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                HeraldAutoConfiguration.class,
                HeraldPublisherAutoConfiguration.class))
        .withUserConfiguration(Serializers.class)
        .withPropertyValues(
            "spring.datasource.url=jdbc:h2:mem:serializers",
            "spring.jpa.hibernate.ddl-auto=create-drop",
            "herald.application=notes")
        .run(
            context -> {
              Note note = new Note();
              note.text = "Hello";
              context
                  .getBean(EntityManagerFactory.class)
                  .runInTransaction(entityManager -> entityManager.persist(note));
              PubSubService service = context.getBean(XmppServer.class).pubSub();
              long deadline = System.nanoTime() + 20_000_000_000L;
              while (service.items(Actor.APPLICATION, "/notes/Note").isEmpty()
                  && System.nanoTime() < deadline) {
                Thread.sleep(10);
              }
              assertThat(service.items(Actor.APPLICATION, "/notes/Note").get(0).payload())
                  .isEqualTo(
                      "<json xmlns='urn:xmpp:json:0'>\"my Hello\"</json>".replace('\'', '"'));
            });
  }

  @Configuration
  @EntityScan(basePackageClasses = Note.class)
  static class Serializers {

    @Bean
    @Order(2)
    PayloadSerializer second() {
      return entity -> Optional.of(Payload.json("my " + entity.attributes().get("text")));
    }

    @Bean
    @Order(1)
    PayloadSerializer first() {
      return entity -> Optional.empty();
    }

    @Bean
    @Order(3)
    PayloadSerializer third() {
      return entity -> Optional.of(Payload.text("never asked"));
    }
  }
}
