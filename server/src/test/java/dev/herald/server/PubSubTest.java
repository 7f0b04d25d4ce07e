package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.Accounts;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0060 as literal stanzas; the sections are those of version 1.30. */
class PubSubTest {

  private final XmppServer server =
      new XmppServer(
          ServerSettings.defaults().withAnonymous(true),
          Accounts.NONE,
          new ClientRights(true, List.of("/open/*")),
          new MemoryNodeStore());
  private final PubSubService service = server.pubSub();

  @BeforeEach
  void aNode() {
    service.createOrConfigure("/demo/Status", NodeConfiguration.ofEntity(3));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void subscribersAreNotifiedWithoutAnyPresence_7_1_2_1_and_12_7() {
    ScriptedClient client = ScriptedClient.anonymous(server);
    client.subscribe("/demo/Status");

    service.publish(Actor.APPLICATION, "/demo/Status", "42", "<entry xmlns='urn:e'>Hi</entry>");

    XmlElement message = client.nextElement();
    assertThat(message.attribute("from")).isEqualTo("pubsub.localhost");
    assertThat(message.attribute("to")).isEqualTo(client.jid());
    assertThat(message.attribute("type")).isEqualTo("headline");
    XmlElement items =
        message
            .child(Namespaces.PUBSUB_EVENT, "event")
            .flatMap(e -> e.child(Namespaces.PUBSUB_EVENT, "items"))
            .orElseThrow();
    assertThat(items.attribute("node")).isEqualTo("/demo/Status");
    XmlElement item = items.children().get(0);
    assertThat(item.attribute("id")).isEqualTo("42");
    assertThat(item.child("urn:e", "entry").orElseThrow().text()).isEqualTo("Hi");
  }

  @Test
  void subscribingTwiceNotifiesOnce_6_1() {
    ScriptedClient client = ScriptedClient.anonymous(server);
    client.subscribe("/demo/Status");
    client.subscribe("/demo/Status");
    service.publish(Actor.APPLICATION, "/demo/Status", "1", "");
    assertThat(client.next()).contains("<item id=\"1\"");
    assertThat(client.hasNothing()).isTrue();
  }

  @Test
  void whoUnsubscribesIsNotNotified_6_2() {
    ScriptedClient client = ScriptedClient.anonymous(server);
    client.subscribe("/demo/Status");
    XmlElement result =
        client.pubSub("set", "<unsubscribe node='/demo/Status' jid='%s'/>".formatted(client.jid()));
    assertThat(result.attribute("type")).isEqualTo("result");
    service.publish(Actor.APPLICATION, "/demo/Status", "1", "");
    assertThat(client.hasNothing()).isTrue();
  }

  @Test
  void whoIsGoneLeavesNoSubscription() {
    MemoryNodeStore store = new MemoryNodeStore();
    try (XmppServer other =
        new XmppServer(
            ServerSettings.defaults().withAnonymous(true),
            Accounts.NONE,
            ClientRights.READ_ONLY,
            store)) {
      other.pubSub().create(Actor.APPLICATION, "/a");
      ScriptedClient client = ScriptedClient.anonymous(other);
      client.subscribe("/a");
      assertThat(subscribers(other, "/a")).isEqualTo(1);
      client.leave();
      assertThat(subscribers(other, "/a")).isZero();
      assertThat(other.sessions().size()).isZero();
    }
  }

  @Test
  void itemsAreRetrievedTheOldestFirst_6_5() {
    for (String id : List.of("1", "2", "3", "4", "2")) {
      service.publish(Actor.APPLICATION, "/demo/Status", id, "<x xmlns='urn:x'>" + id + "</x>");
    }
    ScriptedClient client = ScriptedClient.anonymous(server);
    assertThat(ids(client.pubSub("get", "<items node='/demo/Status'/>")))
        .containsExactly("3", "4", "2");
    assertThat(ids(client.pubSub("get", "<items node='/demo/Status' max_items='2'/>")))
        .containsExactly("4", "2");
    assertThat(ids(client.pubSub("get", "<items node='/demo/Status'><item id='3'/></items>")))
        .containsExactly("3");
  }

  @Test
  void aRetractionIsNotifiedWhenAskedFor_7_2() {
    ScriptedClient subscriber = ScriptedClient.anonymous(server);
    ScriptedClient publisher = ScriptedClient.anonymous(server);
    publisher.pubSub(
        "set", "<publish node='/open/a'><item id='1'><x xmlns='urn:x'/></item></publish>");
    publisher.pubSub(
        "set", "<publish node='/open/a'><item id='2'><x xmlns='urn:x'/></item></publish>");
    subscriber.subscribe("/open/a");
    publisher.pubSub("set", "<retract node='/open/a'><item id='1'/></retract>");
    assertThat(subscriber.hasNothing()).isTrue();
    publisher.pubSub("set", "<retract node='/open/a' notify='true'><item id='2'/></retract>");
    assertThat(subscriber.next()).contains("<retract id=\"2\"/>");
  }

  @Test
  void publishingCreatesTheNodeAndGeneratesAnId_7_1_4() {
    ScriptedClient client = ScriptedClient.anonymous(server);
    XmlElement result =
        client.pubSub("set", "<publish node='/open/new'><item><x xmlns=''/></item></publish>");
    String id = result.children().get(0).children().get(0).children().get(0).attribute("id");
    assertThat(id).isNotBlank();
    String items = client.pubSub("get", "<items node='/open/new'/>").toString();
    assertThat(items).contains("<item id=\"" + id + "\"><x xmlns=\"\"/></item>");
  }

  @Test
  void anOwnerDeletesANodeAndTheSubscribersAreTold_8_4() {
    ScriptedClient subscriber = ScriptedClient.anonymous(server);
    ScriptedClient owner = ScriptedClient.anonymous(server);
    assertThat(owner.pubSub("set", "<create node='/mine'/>").attribute("type")).isEqualTo("result");
    subscriber.subscribe("/mine");
    delete(subscriber, "/mine");
    assertThat(subscriber.next()).contains("<forbidden");
    delete(owner, "/mine");
    assertThat(owner.next()).contains("type=\"result\"");
    assertThat(subscriber.next()).contains("<delete node=\"/mine\"/>");
    delete(owner, "/mine");
    assertThat(owner.next()).contains("<item-not-found");
  }

  @Test
  void anInstantNodeIsNamedByTheService_8_1_2() {
    ScriptedClient client = ScriptedClient.anonymous(server);
    XmlElement result = client.pubSub("set", "<create/>");
    String node = result.children().get(0).children().get(0).attribute("node");
    client.subscribe(String.valueOf(node));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set | <subscribe node='/none' jid='ME'/>             | item-not-found",
        "set | <subscribe jid='ME'/>                          | bad-request nodeid-required",
        "set | <subscribe node='/demo/Status' jid='a@b'/>     | bad-request invalid-jid",
        "set | <subscribe node='/demo/Status'/>               | bad-request invalid-jid",
        "set | <unsubscribe node='/demo/Status' jid='ME'/>    | unexpected-request not-subscribed",
        "set | <unsubscribe node='/none' jid='ME'/>           | item-not-found",
        "get | <items node='/none'/>                          | item-not-found",
        "get | <items/>                                       | bad-request nodeid-required",
        "get | <items node='/demo/Status' max_items='x'/>     | bad-request",
        "get | <options node='/demo/Status'/>                 | bad-request jid-required",
        "set | <publish node='/demo/Status'><item/></publish> | forbidden",
        "set | <publish node='/open/a'/>                      | bad-request item-required",
        "set | <publish><item/></publish>                     | bad-request nodeid-required",
        "set | <publish node='/open/a'><item/><item/></publish> | bad-request item-required",
        "set | <retract node='/demo/Status'><item id='1'/></retract> | forbidden",
        "set | <retract node='/demo/Status'/>                 | bad-request item-required",
        "set | <retract node='/demo/Status'><item/></retract> | bad-request item-required",
        "set | <retract node='/none'><item id='1'/></retract> | item-not-found",
        "set | <create node='/demo/Status'/>                  | conflict",
        "set | <create node=' '/>                             | not-acceptable",
        "set | <what/>                                        | bad-request",
      })
  void whatIsRefusedIsToldByTheConditionsOfTheDocument(
      String type, String content, String conditions) {
    ScriptedClient client = ScriptedClient.anonymous(server);
    XmlElement error =
        client
            .pubSub(type, content.replace("ME", client.jid()))
            .child(Namespaces.CLIENT, "error")
            .orElseThrow();
    String names =
        String.join(
            " ",
            error.children().stream()
                .map(XmlElement::name)
                .filter(n -> !n.equals("text"))
                .toList());
    assertThat(names).isEqualTo(conditions);
    assertThat(error.child(Namespaces.STANZA_ERRORS, "text").orElseThrow().text()).isNotBlank();
  }

  private static int subscribers(XmppServer server, String node) {
    return server
        .pubSub()
        .async()
        .entities()
        .metadata(Actor.APPLICATION, node)
        .join()
        .subscribers();
  }

  private static void delete(ScriptedClient client, String node) {
    client.send(
        "<iq xmlns='jabber:client' to='pubsub.localhost' id='d' type='set'><pubsub xmlns='%s'><delete node='%s'/></pubsub></iq>"
            .formatted(Namespaces.PUBSUB_OWNER, node));
  }

  private static List<String> ids(XmlElement result) {
    return result.children().get(0).children().get(0).children().stream()
        .map(item -> String.valueOf(item.attribute("id")))
        .toList();
  }
}
