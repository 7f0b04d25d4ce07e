package dev.herald.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.publisher.NodeOptions;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.EventSink;
import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the publisher asks of a service in the same process. */
class InProcessNodePublisherTest {

  private final List<NodeEvent> told = new ArrayList<>();
  private final PubSubService service =
      new PubSubService(
          new AsyncPubSub(
              new MemoryNodeStore(),
              ClientRights.READ_ONLY,
              PubSubLimits.DEFAULT,
              new Sink(),
              Runnable::run));
  private final InProcessNodePublisher nodes = new InProcessNodePublisher(service);

  @Test
  void aPayloadComesBackAsItWasPublishedWhateverIsInIt() {
    XmlElement payload =
        XmlElement.builder("urn:a", "a")
            .attribute("b", "\t\"'<>&\r\n")
            .text("]]> \r\n\t\u2028 \uD83D\uDE00 &amp; <b/>")
            .add(XmlElement.builder("", "none").text(" "))
            .build();
    nodes.createNode("/a", new NodeOptions(10, true));
    publish("/a", "1", payload);
    assertThat(nodes.items("/a", List.of("1", "2")))
        .hasSize(1)
        .hasEntrySatisfying("1", read -> assertThat(read).hasToString(payload.toString()));
  }

  @Test
  void theServiceSaysOfANodeThatItIsNotThere() {
    assertThatThrownBy(() -> service.items(Actor.APPLICATION, "/none"))
        .isInstanceOfSatisfying(
            PubSubException.class,
            e -> assertThat(e.reason()).isEqualTo(PubSubException.Reason.NODE_NOT_FOUND));
  }

  @Test
  void nodesAreFoundByHowTheyBegin() {
    for (String node : List.of("/of", "/of/1", "/of/2", "/og", "/a")) {
      nodes.createNode(node, new NodeOptions(10, true));
    }
    assertThat(nodes.nodes("/of/")).containsExactly("/of/1", "/of/2");
    assertThat(nodes.nodes("/none/")).isEmpty();
  }

  @Test
  void theIdsOfMoreItemsThanAPageHasAreAllThere() {
    nodes.createNode("/a", new NodeOptions(3_000, true));
    List<String> ids = IntStream.range(0, 2_500).mapToObj(Integer::toString).toList();
    ids.forEach(id -> publish("/a", id, XmlElement.empty("urn:a", "a")));
    assertThat(nodes.itemIds("/a")).containsExactlyElementsOf(ids);
  }

  @Test
  void aNodeThatIsNotThereHasNoItems() {
    assertThat(nodes.itemIds("/a")).isEmpty();
    assertThat(nodes.items("/a", List.of("1"))).isEmpty();
  }

  @Test
  void anItemWithoutAPayloadHasNone() {
    nodes.createNode("/a", new NodeOptions(10, true));
    service.publish(Actor.APPLICATION, "/a", "1", "");
    assertThat(nodes.items("/a", List.of("1"))).isEmpty();
  }

  @Test
  void subscribersAreToldThatManyItemsHaveChanged() {
    nodes.createNode("/a", new NodeOptions(10, true));
    Jid romeo = Jid.parse("romeo@localhost/r");
    service
        .async()
        .subscribers()
        .subscribe(new Actor.Client(romeo), "/a", romeo, OptionValues.INITIAL)
        .join();
    nodes.changed("/a", 12, 3);
    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            NodeEvent.Changed.class,
            changed -> {
              assertThat(changed.published()).isEqualTo(12);
              assertThat(changed.retracted()).isEqualTo(3);
            });
  }

  private final class Sink implements EventSink {

    @Override
    public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {
      told.add(event);
    }

    @Override
    public void tell(NodeEvent event, Collection<Jid> bareJids) {}
  }

  private void publish(String node, String itemId, XmlElement payload) {
    nodes.publish(node, itemId, XmlFragment.of(payload)).toCompletableFuture().join();
  }
}
