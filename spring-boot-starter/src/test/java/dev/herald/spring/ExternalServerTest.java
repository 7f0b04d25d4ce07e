package dev.herald.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.external.XmppNodePublisher;
import dev.herald.interop.Account;
import dev.herald.interop.EjabberdServer;
import dev.herald.interop.ServerUnderTest;
import dev.herald.publisher.Publisher;
import dev.herald.server.XmppServer;
import dev.herald.spring.health.HeraldHealthAutoConfiguration;
import dev.herald.spring.notes.Note;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

/** {@code herald.target=xmpp}: the same application, its nodes on ejabberd. */
class ExternalServerTest {

  private static final Account ACCOUNT = ServerUnderTest.ACCOUNTS.get(0);

  private final WebApplicationContextRunner application =
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  DataSourceAutoConfiguration.class,
                  HibernateJpaAutoConfiguration.class,
                  TransactionAutoConfiguration.class,
                  HeraldAutoConfiguration.class,
                  HeraldPublisherAutoConfiguration.class,
                  HeraldServletAutoConfiguration.class,
                  HeraldXmppAutoConfiguration.class,
                  HeraldHealthAutoConfiguration.class))
          .withUserConfiguration(Notes.class)
          .withPropertyValues(
              "spring.datasource.generate-unique-name=true",
              "spring.jpa.hibernate.ddl-auto=create-drop",
              "herald.application=notes",
              "herald.target=xmpp");

  @TempDir private Path folder;

  @Configuration
  @EntityScan(basePackageClasses = Note.class)
  static class Notes {}

  private WebApplicationContextRunner publishingTo(ServerUnderTest server, String password) {
    return application.withPropertyValues(
        "herald.xmpp.host=127.0.0.1",
        "herald.xmpp.port=" + server.plain().getPort(),
        "herald.xmpp.jid=" + ACCOUNT.jid(server.domain()),
        "herald.xmpp.password=" + password,
        "herald.xmpp.tls=starttls",
        "herald.xmpp.connect-timeout=30s",
        "herald.xmpp.trusted-certificate=" + server.certificate().certificate());
  }

  @Test
  void whatIsPublishedIsOnTheServerAndNoneIsStartedHere() {
    try (ServerUnderTest server = EjabberdServer.start(folder)) {
      publishingTo(server, ACCOUNT.password())
          .run(
              context -> {
                assertThat(context)
                    .doesNotHaveBean(XmppServer.class)
                    .doesNotHaveBean(ServletRegistrationBean.class);
                Publisher publisher = context.getBean(Publisher.class);
                publisher.publish("/home", "greeting", "Hello");
                awaitSent(publisher);
                XmppNodePublisher target = context.getBean(XmppNodePublisher.class);
                assertThat(target.itemIds("/home")).containsExactly("greeting");
                assertThat(target.nodes("/notes/")).containsExactly("/notes/Note");
                Health health = health(context);
                assertThat(health.getStatus()).as(health.toString()).isEqualTo(Status.UP);
                assertThat(health.getDetails().get("message"))
                    .asString()
                    .startsWith("Connected to pubsub.ejabberd.test as romeo@ejabberd.test/");
              });
    }
  }

  @Test
  void aWrongPasswordIsInActuatorsHealthAndTheApplicationRuns() {
    try (ServerUnderTest server = EjabberdServer.start(folder)) {
      publishingTo(server, "not-this-one")
          .run(
              context -> {
                assertThat(context).hasNotFailed();
                context.getBean(Publisher.class).publish("/home", "Hello");
                Health health = health(context);
                assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                assertThat(health.toString())
                    .contains("refuses the password of 'romeo'")
                    .doesNotContain("not-this-one");
              });
    }
  }

  @Test
  void aMissingAccountStopsTheStartInASentence() {
    application.run(
        context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .hasMessageContaining("herald.target=xmpp needs either herald.xmpp.jid"));
  }

  private static Health health(ApplicationContext context) {
    return requireNonNull(context.getBean(HealthIndicator.class).health());
  }

  private static void awaitSent(Publisher publisher) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (publisher.waiting() > 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
