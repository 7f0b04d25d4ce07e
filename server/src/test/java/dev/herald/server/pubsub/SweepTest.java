package dev.herald.server.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.xmpp.Jid;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With very many nodes in use, a look at each of their logs would leave no time for requests. */
class SweepTest {

  private final MemoryNodeStore memory = new MemoryNodeStore();
  private final List<String> begun = new ArrayList<>();
  private final PubSubService service =
      new PubSubService(
          new AsyncPubSub(
              recording(),
              new ClientRights(true, List.of()),
              PubSubLimits.DEFAULT,
              new Nobody(),
              Runnable::run));

  @Test
  void onlyLogsThatHaveGrownAreLookedThroughAgain() {
    service.create(Actor.APPLICATION, "a");
    service.create(Actor.APPLICATION, "b");

    assertThat(sweep()).containsExactlyInAnyOrder("a", "b");
    assertThat(sweep()).isEmpty();

    service.publish(Actor.APPLICATION, "b", "1", "");
    service.items(Actor.APPLICATION, "a");
    assertThat(sweep()).containsExactly("b");
    assertThat(sweep()).isEmpty();
  }

  /** The nodes that are looked at. */
  private List<String> sweep() {
    begun.clear();
    service.async().sweep();
    return List.copyOf(begun);
  }

  private NodeStore recording() {
    return (NodeStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {NodeStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("begin")) {
                begun.add((String) arguments[0]);
              }
              try {
                return method.invoke(memory, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static final class Nobody implements EventSink {

    @Override
    public void deliver(NodeEvent event, Collection<Subscription> subscriptions) {}

    @Override
    public void tell(NodeEvent event, Collection<Jid> bareJids) {}
  }
}
