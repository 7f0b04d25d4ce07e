package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0060, section 6.5, with the pages of XEP-0059. */
class PubSubRetrievalTest extends PubSubWorld {

  @BeforeEach
  void items() {
    node("/a");
    publish("/a", "1", "2", "3", "4", "5");
  }

  @Test
  void allItemsAreRetrievedTheOldestFirst_6_5_2() {
    XmlElement answer = client("romeo").pubSub("get", "<items node='/a'/>");
    assertThat(ids(answer)).containsExactly("1", "2", "3", "4", "5");
    assertThat(answer.children().get(0).child(RSM, "set")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<max>2</max>                    | 1 2 | 1@0 2 of 5",
        "<max>2</max><after>2</after>    | 3 4 | 3@2 4 of 5",
        "<max>2</max><before/>           | 4 5 | 4@3 5 of 5",
        "<max>2</max><before>4</before>  | 2 3 | 2@1 3 of 5",
        "<max>2</max><index>1</index>    | 2 3 | 2@1 3 of 5",
        "<max>9</max><after>5</after>    | ''  | - - of 5",
        "<max>2</max><index>5</index>    | ''  | - - of 5",
        "<max>0</max>                    | ''  | - - of 5",
        "''                              | 1 2 3 4 5 | 1@0 5 of 5",
      })
  void itemsComeInPages_6_5_4_and_XEP_0059(String set, String ids, String page) {
    XmlElement answer = client("romeo").pubSub("get", "<items node='/a'/>" + set(set));
    assertThat(String.join(" ", ids(answer))).isEqualTo(ids);
    assertThat(page(answer.children().get(0))).isEqualTo(page);
  }

  @Test
  void aPageAfterAnItemThatIsGoneIsNotFound_XEP_0059_2_5() {
    service.retract(Actor.APPLICATION, "/a", "2", false);
    assertThat(
            conditions(
                client("romeo")
                    .pubSub("get", "<items node='/a'/>" + set("<max>1</max><after>2</after>"))))
        .isEqualTo("item-not-found");
  }

  @Test
  void theMostRecentItemsAreRetrieved_6_5_7() {
    ScriptedClient romeo = client("romeo");
    assertThat(ids(romeo.pubSub("get", "<items node='/a' max_items='2'/>")))
        .containsExactly("4", "5");
    assertThat(ids(romeo.pubSub("get", "<items node='/a' max_items='99'/>"))).hasSize(5);
    for (String bad : List.of("0", "-1", "x")) {
      assertThat(conditions(romeo.pubSub("get", "<items node='/a' max_items='" + bad + "'/>")))
          .isEqualTo("bad-request");
    }
  }

  @Test
  void certainItemsAreRetrieved_6_5_6_and_6_5_8() {
    ScriptedClient romeo = client("romeo");
    assertThat(ids(romeo.pubSub("get", "<items node='/a'><item id='4'/><item id='2'/></items>")))
        .containsExactly("4", "2");
  }

  @Test
  void whatIsNotThereIsAnEmptyList_6_5_9_12() {
    ScriptedClient romeo = client("romeo");
    node("/empty");
    assertThat(ids(romeo.pubSub("get", "<items node='/empty'/>"))).isEmpty();
    assertThat(ids(romeo.pubSub("get", "<items node='/a'><item id='9'/></items>"))).isEmpty();
  }

  @Test
  void ofSeveralSubscriptionsOneIsNamed_6_5_9_1_and_6_5_9_2() {
    ScriptedClient romeo = client("romeo");
    String subid = String.valueOf(subscribe(romeo, "/a", romeo.jid()).attribute("subid"));
    assertThat(ids(romeo.pubSub("get", "<items node='/a'/>"))).hasSize(5);
    assertThat(conditions(romeo.pubSub("get", "<items node='/a' subid='x'/>")))
        .isEqualTo("not-acceptable invalid-subid");
    subscribe(romeo, "/a", romeo.jid(), "deliver", "0");
    assertThat(conditions(romeo.pubSub("get", "<items node='/a'/>")))
        .isEqualTo("bad-request subid-required");
    assertThat(ids(romeo.pubSub("get", "<items node='/a' subid='" + subid + "'/>"))).hasSize(5);
    // Whoever is not subscribed has no subscription to name.
    assertThat(ids(client("juliet").pubSub("get", "<items node='/a' subid='x'/>"))).hasSize(5);
  }

  @Test
  void onlySubscribersReadWhatIsAuthorized_6_5_9_3() {
    node("/authorized", "access_model", "authorize");
    publish("/authorized", "1");
    ScriptedClient romeo = client("romeo");
    assertThat(conditions(romeo.pubSub("get", "<items node='/authorized'/>")))
        .isEqualTo("not-authorized not-subscribed");
    assertThat(subscribe(romeo, "/authorized", romeo.jid()).attribute("subscription"))
        .isEqualTo("pending");
    assertThat(conditions(romeo.pubSub("get", "<items node='/authorized'/>")))
        .isEqualTo("not-authorized not-subscribed");
  }

  @ParameterizedTest
  @CsvSource({
    "6.5.9.4, persist_items, false, persistent-items",
    "6.5.9.5, node_type, collection, retrieve-items"
  })
  void aNodeWithoutKeptItemsNamesTheFeature_6_5_9_4_and_6_5_9_5(
      String section, String option, String value, String feature) {
    node("/none-kept", option, value);
    for (String content : List.of("", "<item id='1'/>")) {
      String items = "<items node='/none-kept'>" + content + "</items>";
      XmlElement answer = client("romeo").pubSub("get", items);
      assertThat(conditions(answer)).as(section).isEqualTo("feature-not-implemented unsupported");
      assertThat(answer.toString()).contains("feature=\"" + feature + "\"");
    }
  }

  @Test
  void whoIsNotOnTheWhitelistReadsNothing_6_5_9_8() {
    node("/closed", "access_model", "whitelist");
    publish("/closed", "1");
    affiliate("/closed", "juliet", Affiliation.MEMBER);
    assertThat(conditions(client("romeo").pubSub("get", "<items node='/closed'/>")))
        .isEqualTo("not-allowed closed-node");
    assertThat(ids(client("juliet").pubSub("get", "<items node='/closed'/>"))).containsExactly("1");
  }

  @Test
  void anOutcastReadsNothing_6_5_9_10() {
    affiliate("/a", "romeo", Affiliation.OUTCAST);
    assertThat(conditions(client("romeo").pubSub("get", "<items node='/a'/>")))
        .isEqualTo("forbidden");
  }

  @Test
  void aNodeThatIsNotThereIsNotFound_6_5_9_11() {
    assertThat(conditions(client("romeo").pubSub("get", "<items node='/none'/>")))
        .isEqualTo("item-not-found");
  }

  private static List<String> ids(XmlElement result) {
    assertThat(result.attribute("type")).as(result.toString()).isEqualTo("result");
    return result.children().get(0).children().get(0).children().stream()
        .map(item -> String.valueOf(item.attribute("id")))
        .toList();
  }
}
