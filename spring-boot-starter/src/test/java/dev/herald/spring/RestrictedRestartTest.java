package dev.herald.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.rsm.PageRequest;
import dev.herald.server.sasl.Login;
import dev.herald.spring.orders.OwnOrders;
import dev.herald.spring.orders.PurchaseOrder;
import dev.herald.xmpp.Jid;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Nodes are in the database before it is said who may read them; nobody may until then. */
class RestrictedRestartTest {

  private static final String ANNS = "/orders/ann";

  private static WebApplicationContextRunner application(Path folder, Class<?> configuration) {
    return new WebApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                DataSourceAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                HeraldAutoConfiguration.class,
                HeraldPublisherAutoConfiguration.class))
        .withUserConfiguration(configuration)
        .withPropertyValues(
            "spring.datasource.url=jdbc:h2:file:" + folder.resolve("orders"),
            "spring.jpa.hibernate.ddl-auto=update",
            "herald.store=jdbc");
  }

  @Configuration
  @EntityScan(basePackageClasses = PurchaseOrder.class)
  @Import(OwnOrders.class)
  static class Orders {}

  /** Asks as soon as there is a server, as a client of a port that is open too early would. */
  @Configuration
  @Import(Orders.class)
  static class Hasty {

    record Refusals(List<Reason> reasons) {}

    @Bean
    Refusals early(XmppServer server) {
      List<Reason> reasons = new ArrayList<>();
      for (String name : List.of("ann", "bob")) {
        reasons.add(refusal(server.pubSub(), name, ANNS));
      }
      return new Refusals(reasons);
    }
  }

  @Test
  void theRuleIsThereBeforeTheFirstClientReads(@TempDir Path folder) {
    application(folder, Orders.class)
        .run(
            context -> {
              context
                  .getBean(EntityManagerFactory.class)
                  .runInTransaction(
                      entities -> entities.persist(PurchaseOrder.of("ann", "open", 11, "note")));
              PubSubService service = context.getBean(XmppServer.class).pubSub();
              long deadline = System.nanoTime() + 20_000_000_000L;
              while (!service.nodes().contains(ANNS)
                  || service.items(Actor.APPLICATION, ANNS).isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(10);
              }
            });
    application(folder, Hasty.class)
        .run(
            context -> {
              assertThat(context.getBean(Hasty.Refusals.class).reasons())
                  .containsExactly(Reason.CLOSED_NODE, Reason.CLOSED_NODE);
              PubSubService service = context.getBean(XmppServer.class).pubSub();
              assertThat(read(service, "ann", ANNS)).isEqualTo(1);
              assertThat(refusal(service, "bob", ANNS)).isEqualTo(Reason.CLOSED_NODE);
              assertThat(refusal(service, "bob", "/staff/orders")).isEqualTo(Reason.CLOSED_NODE);
              // A node that the template covers and that nobody has ordered anything for.
              assertThat(refusal(service, "bob", "/orders/zoe")).isEqualTo(Reason.CLOSED_NODE);
              assertThat(refusal(service, "zoe", "/orders/zoe")).isEqualTo(Reason.NODE_NOT_FOUND);
            });
  }

  @Test
  void aPermissionThatIsNoBeanStopsTheStartAndIsNamed(@TempDir Path folder) {
    application(folder, Beanless.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining(
                        "dev.herald.spring.orders.OwnOrders decides who may read, so there must be"
                            + " one bean of it"));
  }

  @Configuration
  @EntityScan(basePackageClasses = PurchaseOrder.class)
  static class Beanless {}

  private static int read(PubSubService service, String name, String node) {
    Actor reader = new Actor.Client(Jid.parse(name + "@localhost/page"), Login.of(name));
    return service
        .async()
        .items()
        .page(reader, node, null, PageRequest.first(10))
        .join()
        .page()
        .entries()
        .size();
  }

  private static Reason refusal(PubSubService service, String name, String node) {
    try {
      throw new AssertionError(name + " has read " + read(service, name, node) + " items");
    } catch (CompletionException e) {
      if (e.getCause() instanceof PubSubException refusal) {
        return refusal.reason();
      }
      throw e;
    }
  }
}
