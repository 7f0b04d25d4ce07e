package dev.herald.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.PubSub;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.pubsub.node.Item;
import dev.herald.spring.notes.Note;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The outbox in the application's database, within Spring's transactions. */
class OutboxTest {

  private static final String ROWS = "SELECT COUNT(*) FROM herald_outbox";

  private final WebApplicationContextRunner application =
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  DataSourceAutoConfiguration.class,
                  HibernateJpaAutoConfiguration.class,
                  TransactionAutoConfiguration.class,
                  HeraldAutoConfiguration.class,
                  HeraldPublisherAutoConfiguration.class))
          .withUserConfiguration(Notes.class)
          .withPropertyValues(
              "spring.datasource.generate-unique-name=true",
              "spring.jpa.hibernate.ddl-auto=create-drop",
              "herald.application=notes");

  @Configuration
  @EntityScan(basePackageClasses = Note.class)
  static class Notes {}

  @Test
  void whatIsPublishedByHandIsAPartOfTheTransaction() {
    application.run(
        context -> {
          EntityManager entities = context.getBean(EntityManager.class);
          PubSub pubSub = context.getBean(PubSub.class);
          TransactionTemplate transactions = context.getBean(TransactionTemplate.class);
          transactions.executeWithoutResult(
              status -> {
                pubSub.publish("/home", "undone", "never told");
                assertThat(rows(entities)).isEqualTo(1);
                status.setRollbackOnly();
              });
          transactions.executeWithoutResult(
              status -> {
                pubSub.publish("/home", "done", "told");
                assertThat(rows(entities)).isEqualTo(1);
                assertThat(ids(context, "/home")).isEmpty();
              });
          pubSub.publish("/home", "alone", "told too");
          await(() -> ids(context, "/home").size() == 2);
          assertThat(ids(context, "/home")).containsExactly("done", "alone");
          await(() -> rows(entities) == 0);
        });
  }

  @Test
  void anInnerTransactionIsAnnouncedThoughTheOuterOneIsRolledBack() {
    application.run(
        context -> {
          EntityManager entities = context.getBean(EntityManager.class);
          TransactionTemplate outer = context.getBean(TransactionTemplate.class);
          TransactionTemplate inner =
              new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
          inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
          outer.executeWithoutResult(
              status -> {
                entities.persist(note("outer"));
                entities.flush();
                inner.executeWithoutResult(nested -> entities.persist(note("inner")));
                status.setRollbackOnly();
              });
          await(() -> ids(context, "/notes/Note").size() == 1);
          await(() -> rows(entities) == 0);
          assertThat(payloads(context, "/notes/Note"))
              .hasSize(1)
              .allMatch(p -> p.contains("inner"));
        });
  }

  @Test
  void withoutADatabaseWhatIsPublishedWaitsInMemory() {
    new WebApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                HeraldAutoConfiguration.class, HeraldPublisherAutoConfiguration.class))
        .run(
            context -> {
              context.getBean(PubSub.class).publish("/home", "1", "Hello");
              await(() -> ids(context, "/home").equals(List.of("1")));
            });
  }

  private static Note note(String text) {
    Note note = new Note();
    note.text = text;
    return note;
  }

  private static long rows(EntityManager entities) {
    return ((Number) entities.createNativeQuery(ROWS).getSingleResult()).longValue();
  }

  private static List<Item> items(AssertableWebApplicationContext context, String node) {
    PubSubService service = context.getBean(XmppServer.class).pubSub();
    try {
      return service.items(Actor.APPLICATION, node);
    } catch (PubSubException e) {
      return List.of();
    }
  }

  private static List<String> ids(AssertableWebApplicationContext context, String node) {
    return items(context, node).stream().map(Item::id).toList();
  }

  private static List<String> payloads(AssertableWebApplicationContext context, String node) {
    return items(context, node).stream().map(Item::payload).toList();
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
