package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Action;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.Authorization;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.xmpp.Jid;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application changes its mind about who may be subscribed. */
class ReauthorizationTest extends PubSubFixture {

  private static final class Mind implements Authorization {

    private final Set<Jid> refused = ConcurrentHashMap.newKeySet();

    @Override
    public Decision decide(Actor.Client client, Action action, Node node) {
      return refused.contains(client.jid().bare()) ? Decision.REFUSE : Decision.NODE;
    }
  }

  private final Mind mind = (Mind) authorization;
  private final ScriptedClient one = client();
  private final ScriptedClient two = client();

  ReauthorizationTest() {
    super(new Mind());
  }

  @BeforeEach
  void nodes() {
    for (String node : new String[] {"/a", "/b"}) {
      service.create(Actor.APPLICATION, node);
      one.subscribe(node);
      two.subscribe(node);
    }
    mind.refused.add(Jid.parse(bare(one)));
  }

  private void publish() {
    service.publish(Actor.APPLICATION, "/a", "1", "");
    service.publish(Actor.APPLICATION, "/b", "1", "");
  }

  @Test
  void theSubscriptionsOfAnAccountEndWithAReason() {
    int ended = service.async().reauthorize(Jid.parse(bare(one)), "Your contract has ended").join();
    assertThat(ended).isEqualTo(2);
    assertThat(one.next()).contains("Your contract has ended", "subscription=\"none\"");
    assertThat(one.next()).contains("Your contract has ended", "subscription=\"none\"");
    publish();
    assertThat(one.hasNothing()).isTrue();
    assertThat(two.next()).contains("node=\"/a\"");
  }

  @Test
  void theSubscriptionsOfANodeEndWithAReason() {
    assertThat(service.async().reauthorize("/a", "Not any more").join()).isEqualTo(1);
    assertThat(one.next()).contains("Not any more", "node=\"/a\"");
    publish();
    assertThat(one.next()).contains("node=\"/b\"");
    assertThat(one.hasNothing()).isTrue();
    assertThat(two.next()).contains("node=\"/a\"");
  }

  @Test
  void componentsAreNotAskedFor() {
    Jid component = Jid.parse("sensor@things.localhost");
    service
        .async()
        .subscribers()
        .subscribe(new Actor.Component(component), "/a", component, OptionValues.INITIAL)
        .join();
    mind.refused.add(component);
    assertThat(service.async().reauthorize("/a", "Not any more").join()).isEqualTo(1);
    assertThat(service.async().subscriptions().list(Actor.APPLICATION, "/a").join())
        .anyMatch(subscription -> subscription.jid().equals(component));
  }

  @Test
  void keptSubscriptionsEndToo() {
    String bare = bare(two);
    two.pubSub("set", "<subscribe node='/a' jid='%s'/>".formatted(bare));
    mind.refused.add(Jid.parse(bare));
    assertThat(service.async().reauthorize(Jid.parse(bare), "Not any more").join()).isEqualTo(3);
  }
}
