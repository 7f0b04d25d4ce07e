package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.Accounts;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0060, sections 8.1 to 8.5 of version 1.30: what owners do with nodes. */
class NodeOwnerTest extends PubSubFixture {

  private final ScriptedClient owner = client();
  private final ScriptedClient other = client();

  @Test
  void whoMayNotCreateNodesIsForbidden_8_1_1() {
    try (XmppServer readOnly =
        new XmppServer(
            ServerSettings.defaults().withAnonymous(true),
            Accounts.NONE,
            ClientRights.READ_ONLY,
            new MemoryNodeStore())) {
      ScriptedClient client = ScriptedClient.anonymous(readOnly);
      assertThat(error(client.pubSub("set", "<create node='/a'/>"))).isEqualTo("auth forbidden");
      assertThat(error(client.pubSub("set", "<create/>"))).isEqualTo("auth forbidden");
      assertThat(error(publish(client, "/a", item("1")))).isEqualTo("auth forbidden");
    }
  }

  @Test
  void beyondTheLimitNoNodeIsCreated_8_1_1() {
    ServerSettings usual = ServerSettings.defaults();
    try (XmppServer small =
        new XmppServer(
            new ServerSettings(
                usual.domain(),
                usual.service(),
                true,
                usual.xml(),
                new PubSubLimits(10, 10, 1, 10),
                usual.streams(),
                usual.bosh(),
                usual.outboundBytes()),
            Accounts.NONE,
            new ClientRights(true, List.of()),
            new MemoryNodeStore())) {
      ScriptedClient client = ScriptedClient.anonymous(small);
      succeeds(client.pubSub("set", "<create node='/a'/>"));
      assertThat(error(client.pubSub("set", "<create node='/b'/>")))
          .isEqualTo("wait resource-constraint max-nodes-exceeded");
    }
  }

  @Test
  void aNodeThatIsThereIsAConflict_8_1_1_and_12_9() {
    created(owner, "/n");
    assertThat(error(create(other, "/n"))).isEqualTo("cancel conflict");
  }

  @ParameterizedTest
  @CsvSource({
    "access_model=presence, modify not-acceptable unsupported-access-model",
    "access_model=roster,   modify not-acceptable unsupported-access-model",
    "what=1,                modify not-acceptable",
    "max_items=none,        modify not-acceptable",
    "children=/a,           cancel not-allowed invalid-options",
    "collection=/none,      cancel item-not-found",
  })
  void aBadConfigurationCreatesNoNode_8_1_2_and_8_1_3(String option, String expected) {
    assertThat(error(create(owner, "/n", option))).isEqualTo(expected);
    assertThat(service.nodes()).isEmpty();
  }

  @Test
  void aNamePutsANodeIntoNoCollection_12_15() {
    created(owner, "/demo", "node_type=collection");
    created(owner, "/demo/leaf");
    other.subscribe("/demo");
    succeeds(publish(owner, "/demo/leaf", item("1")));
    assertThat(other.hasNothing()).isTrue();
    assertThat(service.node("/demo/leaf").configuration().collections()).isEmpty();
  }

  @Test
  void theNodeIsNotNamedTwice_8_1_3() {
    assertThat(error(owner.pubSub("set", "<create node='/n'/><configure node='/n'/>")))
        .isEqualTo("modify bad-request");
  }

  @Test
  void anEmptyConfigurationAsksForTheDefaults_8_1_2() {
    succeeds(owner.pubSub("set", "<create node='/n'/><configure/>"));
    assertThat(configuration("/n")).isEqualTo(fields(owned(owner, "get", "<default/>")));
  }

  @Test
  void anOwnerGetsTheConfiguration_8_2_2() {
    created(owner, "/n", "title=Musings", "max_items=max", "contact=bard@localhost", "language=en");
    assertThat(configuration("/n"))
        .contains("Musings", "<value>bard@localhost</value>", "<value>en</value>")
        .contains("var=\"pubsub#max_items\"")
        .contains("<value>1000</value>");
  }

  @Test
  void whatTheFormDoesNotHaveStaysAsItIs_8_2_4() {
    created(owner, "/n", "title=Musings", "access_model=whitelist");
    succeeds(configure(owner, "/n", "title=Princely", "max_items=max"));
    assertThat(service.node("/n").configuration().values().texts())
        .containsEntry("pubsub#title", List.of("Princely"))
        .containsEntry("pubsub#access_model", List.of("whitelist"));
  }

  @Test
  void theWholeFormCanBeSubmittedAsItWas_8_2_4() {
    created(owner, "/c", "node_type=collection");
    created(owner, "/n", "collection=/c");
    for (String node : List.of("/c", "/n")) {
      String before = configuration(node);
      XmlElement form =
          owned(owner, "get", "<configure node='%s'/>".formatted(node))
              .children()
              .get(0)
              .children()
              .get(0)
              .children()
              .get(0);
      succeeds(
          owned(
              owner,
              "set",
              "<configure node='%s'>%s</configure>"
                  .formatted(node, form.toString().replaceFirst("\"form\"", "\"submit\""))));
      assertThat(configuration(node)).isEqualTo(before);
    }
  }

  @Test
  void aCancelledFormChangesNothing_8_2_4() {
    created(owner, "/n");
    long version = service.node("/n").version();
    succeeds(
        owned(
            owner,
            "set",
            "<configure node='/n'><x xmlns='jabber:x:data' type='cancel'/></configure>"));
    assertThat(service.node("/n").version()).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource({
    "what=1,               modify not-acceptable",
    "max_items=1001,       modify not-acceptable",
    "access_model=roster,  modify not-acceptable unsupported-access-model",
    "children=/a,          cancel not-allowed invalid-options",
    "contact=@,            modify not-acceptable",
    "children_max=-1,      modify not-acceptable",
  })
  void whatCannotBeConfiguredIsNotAcceptable_8_2_5_2(String option, String expected) {
    created(owner, "/n");
    assertThat(error(configure(owner, "/n", option))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "get, <configure node='/n'/>, auth forbidden",
    "get, <configure/>,           modify bad-request nodeid-required",
    "get, <configure node='/o'/>, cancel item-not-found",
    "set, <configure node='/n'/>, modify bad-request",
    "set, <delete node='/n'/>,    auth forbidden",
    "set, <delete node='/o'/>,    cancel item-not-found",
    "set, <delete/>,              modify bad-request nodeid-required",
    "set, <purge node='/n'/>,     auth forbidden",
    "set, <purge node='/o'/>,     cancel item-not-found",
    "get, <default type='tree'/>, modify bad-request",
  })
  void othersAreRefusedAsTheDocumentSays_8_2_3_and_8_4_3_and_8_5_3(
      String type, String request, String expected) {
    created(owner, "/n");
    assertThat(error(owned(other, type, request))).isEqualTo(expected);
  }

  @Test
  void aChangeIsNotifiedWithTheConfigurationWhereThereArePayloads_8_2_5_3() {
    created(owner, "/n", "notify_config=1");
    other.subscribe("/n");
    succeeds(configure(owner, "/n", "title=Musings"));
    assertThat(other.next()).contains("<configuration node=\"/n\"><x ", "Musings");
    succeeds(configure(owner, "/n", "deliver_payloads=0"));
    assertThat(other.next()).contains("<configuration node=\"/n\"/>");
    succeeds(configure(owner, "/n", "notify_config=0"));
    assertThat(other.hasNothing()).isTrue();
  }

  @Test
  void aNarrowedNodeEndsTheSubscriptionsOfThoseOutside_4_5() {
    created(owner, "/n");
    ScriptedClient member = client();
    affiliate(owner, "/n", bare(member), "member");
    member.next();
    member.subscribe("/n");
    other.subscribe("/n");
    succeeds(configure(owner, "/n", "access_model=whitelist"));
    assertThat(other.next()).contains("<body", "subscription=\"none\"");
    publish(owner, "/n", item("1"));
    assertThat(member.next()).contains("<item id=\"1\"");
    assertThat(other.hasNothing()).isTrue();
  }

  @Test
  void everybodyGetsTheDefaults_8_3() {
    assertThat(fields(owned(other, "get", "<default/>"))).contains("<value>leaf</value>");
    assertThat(fields(owned(other, "get", "<default type='collection'/>")))
        .contains("<value>collection</value>");
  }

  @Test
  void whoWaitsIsToldOfADeletionToo_8_4_2() {
    created(owner, "/n", "access_model=authorize");
    other.pubSub("set", "<subscribe node='/n' jid='%s'/>".formatted(other.jid()));
    assertThat(owner.next()).contains("subscribe_authorization");
    succeeds(owned(owner, "set", "<delete node='/n'/>"));
    assertThat(other.next()).contains("<delete node=\"/n\"/>");
  }

  @Test
  void aDeletedNodeLeadsToWhereItIsNow_8_4_and_6_1_3_11() {
    String uri = "xmpp:hamlet@denmark.lit?;node=blog";
    created(owner, "/n");
    other.subscribe("/n");
    succeeds(owned(owner, "set", "<delete node='/n'><redirect uri='%s'/></delete>".formatted(uri)));
    assertThat(other.next()).contains("<delete node=\"/n\"><redirect uri=\"" + uri + "\"/>");
    String subscribe = "<subscribe node='/n' jid='%s'/>".formatted(other.jid());
    XmlElement answer = other.pubSub("set", subscribe);
    assertThat(error(answer)).isEqualTo("cancel gone");
    assertThat(
            answer
                .child(Namespaces.CLIENT, "error")
                .flatMap(e -> e.child(Namespaces.STANZA_ERRORS, "gone"))
                .orElseThrow()
                .text())
        .isEqualTo(uri);

    created(owner, "/n");
    succeeds(other.pubSub("set", subscribe));
    owned(owner, "set", "<delete node='/n'/>");
    other.next();
    assertThat(error(other.pubSub("set", subscribe))).isEqualTo("cancel item-not-found");
  }

  @Test
  void aRedirectIsNoBook_8_4_1() {
    created(owner, "/n");
    assertThat(
            error(
                owned(
                    owner,
                    "set",
                    "<delete node='/n'><redirect uri='%s'/></delete>"
                        .formatted("x".repeat(1_001)))))
        .isEqualTo("modify not-acceptable");
  }

  @Test
  void aPurgeIsNotifiedOnce_8_5_2() {
    created(owner, "/n", "notify_retract=1");
    publish(owner, "/n", item("1"));
    publish(owner, "/n", item("2"));
    other.subscribe("/n");
    succeeds(owned(owner, "set", "<purge node='/n'/>"));
    assertThat(other.next()).contains("<purge node=\"/n\"/>");
    assertThat(other.hasNothing()).isTrue();
    assertThat(owner.pubSub("get", "<items node='/n'/>").toString()).doesNotContain("<item ");
  }

  @ParameterizedTest
  @CsvSource({"persist_items=0", "node_type=collection"})
  void whatKeepsNoItemsIsNotPurged_8_5_3_3(String option) {
    created(owner, "/n", option);
    XmlElement answer = owned(owner, "set", "<purge node='/n'/>");
    assertThat(error(answer)).isEqualTo("cancel feature-not-implemented unsupported");
    assertThat(feature(answer)).isEqualTo("persistent-items");
  }

  private String configuration(String node) {
    return fields(owned(owner, "get", "<configure node='%s'/>".formatted(node)));
  }

  private static String fields(XmlElement answer) {
    return answer.children().get(0).children().get(0).children().get(0).toString();
  }
}
