package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.NodeType;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.xmpp.XmlElement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** XEP-0248: nodes in collections. */
class CollectionsTest extends PubSubFixture {

  private final ScriptedClient owner = client();
  private final ScriptedClient subscriber = client();

  @BeforeEach
  void aCollection() {
    created(owner, "/demo", "node_type=collection");
    subscriber.subscribe("/demo");
  }

  @Test
  void oneSubscriptionGetsTheItemsOfAllNodes_5_3_1_1() {
    created(owner, "/demo/Status", "collection=/demo");
    created(owner, "/demo/Order");
    succeeds(configure(owner, "/demo/Order", "collection=/demo"));
    for (String node : List.of("/demo/Status", "/demo/Order")) {
      publish(owner, node, "<item id='1'><x xmlns='urn:x'/></item>");
      assertThat(subscriber.next())
          .contains("<items node=\"" + node + "\"><item id=\"1\"><x xmlns=\"urn:x\"/>")
          .contains("<header name=\"Collection\">/demo</header>");
    }
    owner.pubSub("set", "<retract node='/demo/Order' notify='1'><item id='1'/></retract>");
    assertThat(subscriber.next()).contains("<retract id=\"1\"/>", ">/demo<");
    owned(owner, "set", "<purge node='/demo/Order'/>");
    assertThat(subscriber.next()).contains("<purge node=\"/demo/Order\"/>", ">/demo<");
    assertThat(subscriber.hasNothing()).isTrue();
  }

  @Test
  void itemsComeFromAnyDepthAndOnce_5_3_1_1() {
    created(owner, "/demo/a", "node_type=collection", "collection=/demo");
    created(owner, "/demo/b", "node_type=collection", "collection=/demo");
    created(owner, "/leaf", "collection=/demo/a");
    succeeds(
        owned(owner, "set", "<collection node='/demo/b'><associate node='/leaf'/></collection>"));
    publish(owner, "/leaf", item("1"));
    assertThat(subscriber.next()).contains("node=\"/leaf\"", ">/demo</header>");
    assertThat(subscriber.hasNothing()).isTrue();
  }

  @Test
  void theApplicationPutsItsNodesIntoCollections() {
    service.createOrConfigure(
        "/app", NodeConfiguration.INITIAL.with(NodeOptions.NODE_TYPE, NodeType.COLLECTION));
    NodeConfiguration leaf =
        NodeConfiguration.ofEntity(3).with(NodeOptions.COLLECTION, List.of("/app"));
    service.createOrConfigure("/app/Status", leaf);
    service.createOrConfigure("/app/Status", leaf);
    subscriber.subscribe("/app");
    service.publish(Actor.APPLICATION, "/app/Status", "1", "");
    assertThat(subscriber.next()).contains("node=\"/app/Status\"", ">/app</header>");
  }

  @Test
  void theOrderOfEachNodeIsKeptWhileManyPublish() {
    List<String> nodes = List.of("/demo/a", "/demo/b", "/demo/c");
    nodes.forEach(node -> created(owner, node, "collection=/demo"));
    CompletableFuture.allOf(
            nodes.stream()
                .map(
                    node ->
                        CompletableFuture.runAsync(
                            () -> {
                              for (int i = 0; i < 100; i++) {
                                service.publish(Actor.APPLICATION, node, "i" + i, "");
                              }
                            }))
                .toArray(CompletableFuture[]::new))
        .join();
    Map<String, Integer> next = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      XmlElement items = subscriber.nextElement().children().get(0).children().get(0);
      String node = String.valueOf(items.attribute("node"));
      int expected = next.merge(node, 1, Integer::sum) - 1;
      assertThat(items.children().get(0).attribute("id")).as(node).isEqualTo("i" + expected);
    }
    assertThat(subscriber.hasNothing()).isTrue();
  }

  @Test
  void aNodeLeavesACollection_7_5() {
    created(owner, "/leaf", "collection=/demo");
    String dissociate = "<collection node='/demo'><dissociate node='/leaf'/></collection>";
    succeeds(owned(owner, "set", dissociate));
    publish(owner, "/leaf", item("1"));
    assertThat(subscriber.hasNothing()).isTrue();
    assertThat(service.node("/demo").configuration().get(NodeOptions.CHILDREN)).isEmpty();
    assertThat(error(owned(owner, "set", dissociate))).isEqualTo("modify bad-request");
  }

  @Test
  void aNodeThatIsDeletedLeavesItsCollection() {
    created(owner, "/leaf", "collection=/demo");
    succeeds(owned(owner, "set", "<delete node='/leaf'/>"));
    assertThat(service.node("/demo").configuration().get(NodeOptions.CHILDREN)).isEmpty();
  }

  @Test
  void theNodesOfADeletedCollectionStay_8_2() {
    created(owner, "/leaf", "collection=/demo");
    succeeds(owned(owner, "set", "<delete node='/demo'/>"));
    assertThat(service.node("/leaf").configuration().collections()).isEmpty();
  }

  @Test
  void whoOwnsTheCollectionDecidesWhatIsInIt_7_4_3_1() {
    ScriptedClient other = client();
    assertThat(error(create(other, "/leaf", "collection=/demo"))).isEqualTo("auth forbidden");
    assertThat(service.nodes()).containsExactly("/demo");
  }

  @Test
  void whoIsOnTheListOfTheCollectionPutsNodesIntoIt_7_2_1() {
    ScriptedClient other = client();
    String list = "children_association_whitelist=" + bare(other);
    succeeds(configure(owner, "/demo", list));
    assertThat(error(create(other, "/a", "collection=/demo"))).isEqualTo("auth forbidden");
    succeeds(configure(owner, "/demo", "children_association_policy=whitelist"));
    created(other, "/a", "collection=/demo");
    assertThat(error(create(client(), "/b", "collection=/demo"))).isEqualTo("auth forbidden");
    publish(other, "/a", item("1"));
    assertThat(subscriber.next()).contains("node=\"/a\"", ">/demo</header>");
  }

  @Test
  void everybodyButOutcastsPutsNodesIntoACollectionThatLetsThem_7_2_1() {
    ScriptedClient outcast = client();
    affiliate(owner, "/demo", bare(outcast), "outcast");
    outcast.next();
    succeeds(configure(owner, "/demo", "children_association_policy=all"));
    created(client(), "/a", "collection=/demo");
    assertThat(error(create(outcast, "/b", "collection=/demo"))).isEqualTo("auth forbidden");
  }

  @Test
  void aCollectionHasItsOwnLimitOfNodes_7_2_3_3() {
    succeeds(configure(owner, "/demo", "children_max=1"));
    created(owner, "/a", "collection=/demo");
    assertThat(error(create(owner, "/b", "collection=/demo")))
        .isEqualTo("cancel not-allowed max-nodes-exceeded");
    succeeds(configure(owner, "/demo", "children_max=max"));
    created(owner, "/b", "collection=/demo");
  }

  @Test
  void aLeafBecomesACollectionAndLosesItsItems_7_2_4() {
    created(owner, "/a", "collection=/demo");
    publish(owner, "/a", item("1"));
    subscriber.next();
    succeeds(configure(owner, "/a", "node_type=collection"));
    created(owner, "/leaf", "collection=/a");
    publish(owner, "/leaf", item("1"));
    assertThat(subscriber.next()).contains("node=\"/leaf\"", ">/demo</header>");
    assertThat(error(owner.pubSub("get", "<items node='/a'/>"))).contains("unsupported");
    try (NodeTransaction stored = store.begin("/a")) {
      assertThat(stored.itemCount()).isZero();
    }
  }

  @Test
  void aCollectionStaysOne_7_2_3_4() {
    assertThat(error(configure(owner, "/demo", "node_type=leaf")))
        .isEqualTo("cancel not-allowed invalid-options");
  }

  @Test
  void onlyTheFormOfACollectionHasItsOptions_7_2_1() {
    created(owner, "/a");
    String option = "pubsub#children_max";
    assertThat(owned(owner, "get", "<configure node='/a'/>").toString()).doesNotContain(option);
    assertThat(owned(owner, "get", "<configure node='/demo'/>").toString()).contains(option);
    assertThat(disco("info")).contains(option);
  }

  @Test
  void aDepthIsThatOfTheShortestWay_6_1() {
    created(owner, "/demo/a", "node_type=collection", "collection=/demo");
    created(owner, "/demo/a/b", "node_type=collection", "collection=/demo/a");
    created(owner, "/far", "collection=/demo/a/b");
    ScriptedClient near = client();
    succeeds(
        near.pubSub(
            "set",
            "<subscribe node='/demo' jid='%s'/><options>%s</options>"
                .formatted(near.jid(), form("subscribe_options", "subscription_depth=2"))));
    publish(owner, "/far", item("1"));
    assertThat(near.hasNothing()).isTrue();
    succeeds(owned(owner, "set", "<collection node='/demo'><associate node='/far'/></collection>"));
    publish(owner, "/far", item("2"));
    assertThat(near.next()).contains("<item id=\"2\"", ">/demo</header>");
    assertThat(near.hasNothing()).isTrue();
    assertThat(subscriber.next()).contains("<item id=\"1\"");
    assertThat(subscriber.next()).contains("<item id=\"2\"");
    assertThat(subscriber.hasNothing()).isTrue();
  }

  @Test
  void onlyCollectionsHaveNodesInThem() {
    created(owner, "/leaf");
    assertThat(error(create(owner, "/other", "collection=/leaf")))
        .isEqualTo("cancel not-allowed invalid-options");
    assertThat(error(create(owner, "/other", "collection=/none")))
        .isEqualTo("cancel item-not-found");
  }

  @Test
  void nothingIsInItself_7_4_3_3() {
    created(owner, "/a", "node_type=collection", "collection=/demo");
    created(owner, "/b", "node_type=collection", "collection=/a");
    for (String parent : List.of("/demo", "/a", "/b")) {
      assertThat(error(configure(owner, "/demo", "collection=" + parent)))
          .isEqualTo("cancel not-allowed invalid-options");
    }
    assertThat(service.node("/demo").configuration().collections()).isEmpty();
    assertThat(service.node("/b").configuration().get(NodeOptions.CHILDREN)).isEmpty();
  }

  @Test
  void whoMayNotSubscribeToANodeDoesNotGetItByItsCollection() {
    created(owner, "/leaf", "collection=/demo");
    succeeds(affiliate(owner, "/leaf", bare(subscriber), "outcast"));
    subscriber.next();
    publish(owner, "/leaf", item("1"));
    assertThat(subscriber.hasNothing()).isTrue();
    created(owner, "/closed", "collection=/demo", "access_model=whitelist");
    publish(owner, "/closed", item("1"));
    assertThat(subscriber.hasNothing()).isTrue();
  }

  @Test
  void itemsAreRetrievedFromTheNodesThemselves_6_2_3() {
    XmlElement answer = subscriber.pubSub("get", "<items node='/demo'/>");
    assertThat(error(answer)).isEqualTo("cancel feature-not-implemented unsupported");
  }

  @Test
  void aCollectionIsDiscoveredWithItsNodes_5_2() {
    created(owner, "/demo/Status", "collection=/demo");
    assertThat(disco("items")).contains("node=\"/demo/Status\"");
    assertThat(disco("info")).contains("type=\"collection\"");
  }

  private String disco(String what) {
    owner.send(
        "<iq xmlns='jabber:client' to='pubsub.localhost' id='d' type='get'><query xmlns='http://jabber.org/protocol/disco#%s' node='/demo'/></iq>"
            .formatted(what));
    return owner.next();
  }
}
