package dev.herald.external;

import static dev.herald.external.Targets.entry;
import static dev.herald.external.Targets.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.interop.ServerUnderTest;
import dev.herald.interop.StanzaClient;
import dev.herald.publisher.NodeOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same for every server: what the port promises. */
abstract class XmppTargetTest {

  // More than is published: ejabberd tells of what leaves a full node as retracted.
  private static final NodeOptions OPTIONS = new NodeOptions(1_000, true);

  @TempDir private Path folder;
  private ServerUnderTest server;
  private XmppNodePublisher target;

  /** Starts it; a server that is not there skips the test or fails it. */
  abstract ServerUnderTest start(Path folder);

  @BeforeEach
  void connect() {
    server = start(folder);
    target = XmppNodePublisher.open(Targets.settings(server));
  }

  @AfterEach
  void close() {
    if (target != null) {
      target.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private void publish(String node, String id, String text) {
    target.publish(node, id, payload(text)).toCompletableFuture().join();
  }

  @Test
  void whatIsPublishedIsThereUntilItIsRetracted() {
    target.createNode("/shop/Order", OPTIONS);
    assertThat(target.state().up()).as(target.state().message()).isTrue();
    assertThat(target.itemIds("/shop/Order")).isEmpty();

    publish("/shop/Order", "1", "one & <two> \"three\"");
    publish("/shop/Order", "it's \"2\"", "2");
    publish("/shop/Order", "3", "3");
    target.retract("/shop/Order", "3").toCompletableFuture().join();
    target.retract("/shop/Order", "never there").toCompletableFuture().join();

    assertThat(target.itemIds("/shop/Order")).containsExactlyInAnyOrder("1", "it's \"2\"");
    assertThat(target.items("/shop/Order", List.of("1", "it's \"2\"", "3")))
        .isEqualTo(Map.of("1", entry("one & <two> \"three\""), "it's \"2\"", entry("2")));
    assertThat(target.items("/shop/None", List.of("1"))).isEmpty();
    assertThat(target.itemIds("/shop/None")).isEmpty();
  }

  @Test
  void nodesAreFoundByTheirBeginning() {
    target.createNode("/orders/1", OPTIONS);
    target.createNode("/orders/2", OPTIONS);
    target.createNode("/other/2", OPTIONS);

    assertThat(target.nodes("/orders/")).containsExactlyInAnyOrder("/orders/1", "/orders/2");
  }

  @Test
  void aSubscriberIsToldInOrderWhatIsPublishedWithoutWaiting() {
    target.createNode("/shop/Order", OPTIONS);
    try (StanzaClient subscriber = StanzaClient.login(server, Targets.SUBSCRIBER)) {
      assertThat(
              subscriber.ask(
                  "<iq type='set' to='%s'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='/shop/Order' jid='%s'/></pubsub></iq>"
                      .formatted(server.pubSub(), subscriber.jid())))
          .isPresent();
      List<CompletableFuture<Void>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(
            target
                .publish("/shop/Order", String.valueOf(i), payload("text " + i))
                .toCompletableFuture());
      }
      answers.add(target.retract("/shop/Order", "199").toCompletableFuture());
      answers.forEach(CompletableFuture::join);

      assertThat(subscriber.events(201))
          .isEqualTo(
              IntStream.rangeClosed(0, 200)
                  .mapToObj(i -> i < 200 ? "item " + i : "retract 199")
                  .toList());
    }
  }
}
