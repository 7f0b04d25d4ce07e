package dev.herald.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.pubsub.node.Item;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Nodes in the application's own database. */
class DurableNodesTest {

  private final WebApplicationContextRunner application =
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  HeraldAutoConfiguration.class, DataSourceAutoConfiguration.class))
          .withPropertyValues("herald.store=jdbc");

  @Test
  void nodesAreThereAgainAfterARestart(@TempDir Path folder) {
    WebApplicationContextRunner onFile =
        application.withPropertyValues(
            "spring.datasource.url=jdbc:h2:file:" + folder.resolve("nodes"));
    onFile.run(
        context -> {
          PubSubService service = context.getBean(XmppServer.class).pubSub();
          service.publish(Actor.APPLICATION, "/news", "1", "<x xmlns='urn:x'/>");
          service.publish(Actor.APPLICATION, "/news", "2", "");
          service.retract(Actor.APPLICATION, "/news", "2", true);
        });
    onFile.run(
        context -> {
          PubSubService service = context.getBean(XmppServer.class).pubSub();
          assertThat(service.nodes()).containsExactly("/news");
          assertThat(service.items(Actor.APPLICATION, "/news"))
              .extracting(Item::id, Item::payload)
              .containsExactly(tuple("1", "<x xmlns='urn:x'/>"));
        });
  }

  @Test
  void aMissingTableStopsTheStartAndNamesThePropertyAndTheFile() {
    application
        .withPropertyValues(
            "spring.datasource.url=jdbc:h2:mem:no-tables", "herald.initialize-schema=never")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("herald.initialize-schema=always")
                    .hasStackTraceContaining("dev/herald/server/pubsub/store/jdbc/h2.sql"));
  }

  @Test
  void withoutADataSourceTheStartSaysWhatToDo() {
    new WebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(HeraldAutoConfiguration.class))
        .withPropertyValues("herald.store=jdbc")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("set herald.store=memory"));
  }
}
