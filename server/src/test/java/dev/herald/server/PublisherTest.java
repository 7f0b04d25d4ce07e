package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060, section 7 of version 1.30: what publishers do. */
class PublisherTest extends PubSubFixture {

  private final ScriptedClient owner = client();
  private final ScriptedClient subscriber = client();

  private void node(String... options) {
    created(owner, "/n", options);
    subscriber.subscribe("/n");
  }

  private String options(String... options) {
    return "<publish-options>" + form("publish-options", options) + "</publish-options>";
  }

  @Test
  void aReplacedItemIsNotifiedAgainAndTheNewest_7_1_2_and_12_1_and_12_9() {
    node();
    for (String id : new String[] {"1", "2", "1"}) {
      publish(owner, "/n", "<item id='" + id + "'><x xmlns='urn:x'/></item>");
      assertThat(subscriber.next()).contains("<item id=\"" + id + "\"><x xmlns=\"urn:x\"/>");
    }
    assertThat(owner.pubSub("get", "<items node='/n' max_items='1'/>").toString())
        .contains("id=\"1\"");
  }

  @Test
  void aNodeWithoutPayloadsNotifiesOfTheIdOnly_7_1_2_2() {
    node("deliver_payloads=0");
    succeeds(publish(owner, "/n", "<item id='1'><x xmlns='urn:x'/></item>"));
    assertThat(subscriber.next()).contains("<item id=\"1\">").doesNotContain("<x");
    assertThat(owner.pubSub("get", "<items node='/n'/>").toString()).contains("<x xmlns=\"urn:x\"");
  }

  @Test
  void aPublisherIsNamedWhenTheNodeSaysSo_7_1_2_3() {
    node("itemreply=publisher");
    publish(owner, "/n", "<item id='1' publisher='spoofed@localhost'><x xmlns='urn:x'/></item>");
    String attribute = "publisher=\"" + owner.jid() + "\"";
    assertThat(subscriber.next()).contains(attribute);
    assertThat(subscriber.pubSub("get", "<items node='/n'/>").toString()).contains(attribute);
    assertThat(subscriber.pubSub("get", "<items node='/n'><item id='1'/></items>").toString())
        .contains(attribute);
  }

  @Test
  void theNodesOwnerIsNamedWhenTheNodeSaysSo_12_17() {
    node("itemreply=owner");
    publish(owner, "/n", item("1"));
    assertThat(subscriber.next()).contains("publisher=\"" + bare(owner) + "\"");
  }

  @Test
  void nobodyIsNamedUnlessTheNodeSaysSo_7_1_2_3() {
    node();
    publish(owner, "/n", item("1"));
    assertThat(subscriber.next()).doesNotContain("publisher=");
  }

  @Test
  void aFullNodeLosesItsOldestItem_7_1_2_5() {
    node("max_items=2");
    for (String id : new String[] {"1", "2", "3"}) {
      succeeds(publish(owner, "/n", item(id)));
    }
    assertThat(owner.pubSub("get", "<items node='/n'/>").toString())
        .contains("id=\"2\"", "id=\"3\"")
        .doesNotContain("<item id=\"1\"");
  }

  @Test
  void aTransientNodeDeliversItemsThatItDoesNotKeep_4_3() {
    node("persist_items=0");
    succeeds(publish(owner, "/n", "<item id='1'><x xmlns='urn:x'/></item>"));
    assertThat(subscriber.next()).contains("urn:x");
    assertThat(owner.pubSub("get", "<items node='/n'/>").toString()).doesNotContain("<item ");
  }

  @Test
  void aNodeOfNotificationsTellsThatSomethingHappened_7_1_1() {
    node("persist_items=0", "deliver_payloads=0");
    succeeds(publish(owner, "/n", ""));
    assertThat(subscriber.next()).contains("<items node=\"/n\"/>");
  }

  @Test
  void whoMayNotPublishIsForbidden_7_1_3_1() {
    node();
    assertThat(error(publish(subscriber, "/n", item("1")))).isEqualTo("auth forbidden");
  }

  @Test
  void aCollectionHasNoItems_7_1_3_2() {
    created(owner, "/c", "node_type=collection");
    var answer = publish(owner, "/c", item("1"));
    assertThat(error(answer)).isEqualTo("cancel feature-not-implemented unsupported");
    assertThat(feature(answer)).isEqualTo("publish");
  }

  @Test
  void aPayloadThatIsTooBigIsNotAcceptable_7_1_3_5() {
    node("max_payload_size=20");
    assertThat(error(publish(owner, "/n", "<item><x xmlns='urn:x'>0123456789</x></item>")))
        .isEqualTo("modify not-acceptable payload-too-big");
  }

  @Test
  void anItemHasOnePayload_7_1_3_6() {
    node();
    assertThat(error(publish(owner, "/n", "<item><x xmlns='urn:x'/><x xmlns='urn:x'/></item>")))
        .isEqualTo("modify bad-request invalid-payload");
  }

  @Test
  void aPayloadIsOfTheNodesType_7_1_3_6() {
    node("type=urn:x");
    assertThat(error(publish(owner, "/n", "<item><x xmlns='urn:y'/></item>")))
        .isEqualTo("modify bad-request invalid-payload");
    succeeds(publish(owner, "/n", "<item><x xmlns='urn:x'/></item>"));
  }

  @Test
  void whatKeepsItemsNeedsOne_7_1_3_7() {
    node();
    assertThat(error(publish(owner, "/n", ""))).isEqualTo("modify bad-request item-required");
  }

  @Test
  void whatOnlyNotifiesTakesNoItem_7_1_3_7() {
    node("persist_items=0", "deliver_payloads=0");
    assertThat(error(publish(owner, "/n", item("1"))))
        .isEqualTo("modify bad-request item-forbidden");
  }

  @Test
  void whatCannotBePublishedCreatesNoNode_7_1_4() {
    String big = "<publish node='/new'><item><x xmlns='urn:y'/></item></publish>";
    assertThat(error(owner.pubSub("set", big + options("type=urn:x")))).contains("invalid-payload");
    assertThat(error(publish(owner, "/new", ""))).contains("item-required");
    assertThat(service.nodes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"access_model=open", "max_items=max", "persist_items=1"})
  void optionsThatHoldLetAnItemThrough_7_1_5(String option) {
    node();
    succeeds(
        owner.pubSub(
            "set",
            "<publish node='/n'><item><x xmlns='urn:x'/></item></publish>" + options(option)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"access_model=whitelist", "access_model=presence", "max_items=2"})
  void optionsThatDoNotHoldAreAConflict_7_1_5(String option) {
    node();
    assertThat(
            error(
                owner.pubSub(
                    "set",
                    "<publish node='/n'><item><x xmlns='urn:x'/></item></publish>"
                        + options(option))))
        .isEqualTo("cancel conflict precondition-not-met");
    assertThat(subscriber.hasNothing()).isTrue();
  }

  @Test
  void unknownOptionsAreRefused_7_1_5() {
    node();
    assertThat(
            error(
                owner.pubSub(
                    "set",
                    "<publish node='/n'><item><x xmlns='urn:x'/></item></publish>"
                        + options("no=1"))))
        .isEqualTo("modify not-acceptable");
    assertThat(
            error(
                owner.pubSub(
                    "set",
                    "<publish node='/n'><item><x xmlns='urn:x'/></item></publish><publish-options/>")))
        .isEqualTo("modify bad-request");
  }

  @Test
  void aNodeThatIsCreatedByPublishingIsAsTheOptionsSay_7_1_5() {
    succeeds(
        owner.pubSub(
            "set",
            "<publish node='/new'><item><x xmlns='urn:x'/></item></publish>"
                + options("access_model=whitelist")));
    assertThat(
            error(
                subscriber.pubSub(
                    "set", "<subscribe node='/new' jid='%s'/>".formatted(subscriber.jid()))))
        .isEqualTo("cancel not-allowed closed-node");
  }

  @Test
  void aRetractionIsNotifiedWhenTheNodeSaysSo_7_2_2_1() {
    node("notify_retract=1");
    publish(owner, "/n", item("1"));
    subscriber.next();
    succeeds(owner.pubSub("set", "<retract node='/n'><item id='1'/></retract>"));
    assertThat(subscriber.next()).contains("<items node=\"/n\"><retract id=\"1\"/></items>");
  }

  @Test
  void retractionsAreRefusedAsTheDocumentSays_7_2_3() {
    node();
    publish(owner, "/n", item("1"));
    String retract = "<retract node='/n'><item id='%s'/></retract>";
    assertThat(error(client().pubSub("set", retract.formatted("1")))).isEqualTo("auth forbidden");
    assertThat(error(owner.pubSub("set", retract.formatted("9"))))
        .isEqualTo("cancel item-not-found");
    assertThat(error(owner.pubSub("set", "<retract node='/none'><item id='1'/></retract>")))
        .isEqualTo("cancel item-not-found");
    assertThat(error(owner.pubSub("set", "<retract><item id='1'/></retract>")))
        .isEqualTo("modify bad-request nodeid-required");
    assertThat(error(owner.pubSub("set", "<retract node='/n'/>")))
        .isEqualTo("modify bad-request item-required");
    assertThat(error(owner.pubSub("set", "<retract node='/n'><item/></retract>")))
        .isEqualTo("modify bad-request item-required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"persist_items=0", "node_type=collection"})
  void whatKeepsNoItemsHasNoneToRetract_7_2_3_5(String option) {
    created(owner, "/t", option);
    var answer = owner.pubSub("set", "<retract node='/t'><item id='1'/></retract>");
    assertThat(error(answer)).isEqualTo("cancel feature-not-implemented unsupported");
    assertThat(feature(answer)).isEqualTo("persistent-items");
  }

  @Test
  void whoMayOnlyPublishRetractsItsOwnItemsOnly_4_1() {
    node();
    ScriptedClient sensor = client();
    affiliate(owner, "/n", bare(sensor), "publish-only");
    sensor.next();
    publish(owner, "/n", item("1"));
    succeeds(publish(sensor, "/n", item("2")));
    assertThat(error(sensor.pubSub("set", "<retract node='/n'><item id='1'/></retract>")))
        .isEqualTo("auth forbidden");
    succeeds(sensor.pubSub("set", "<retract node='/n'><item id='2'/></retract>"));
  }

  @Test
  void subscribersPublishWhereTheModelSaysSo_16_4_4() {
    node("publish_model=subscribers");
    assertThat(publish(subscriber, "/n", item("1")).toString()).contains("#event");
    succeeds(subscriber.nextElement());
    assertThat(error(publish(client(), "/n", item("1")))).isEqualTo("auth forbidden");
  }

  @Test
  void everybodyPublishesWhereTheModelSaysSo_16_4_4() {
    node("publish_model=open");
    succeeds(publish(client(), "/n", item("1")));
    ScriptedClient outcast = client();
    affiliate(owner, "/n", bare(outcast), "outcast");
    outcast.next();
    assertThat(error(publish(outcast, "/n", item("1")))).isEqualTo("auth forbidden");
  }
}
