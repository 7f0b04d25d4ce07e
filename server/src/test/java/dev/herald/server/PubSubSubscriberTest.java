package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0060, sections 6.1 to 6.4. */
class PubSubSubscriberTest extends PubSubWorld {

  @BeforeEach
  void nodes() {
    node("/a");
    node("/authorized", "access_model", "authorize");
    node("/closed", "access_model", "whitelist");
    node("/silent", "subscribe", "false");
    node("/barred");
    affiliate("/barred", "romeo", Affiliation.OUTCAST);
    node("/dropbox");
    affiliate("/dropbox", "romeo", Affiliation.PUBLISH_ONLY);
    node("/presence", "tempsub", "true");
  }

  @Test
  void aSubscriptionIsAnsweredWithItsSubid_6_1_2() {
    ScriptedClient romeo = client("romeo");
    XmlElement subscription = subscribe(romeo, "/a", bare(romeo));
    assertThat(subscription.attribute("node")).isEqualTo("/a");
    assertThat(subscription.attribute("jid")).isEqualTo("romeo@localhost");
    assertThat(subscription.attribute("subid")).isNotBlank();
    assertThat(subscription.attribute("subscription")).isEqualTo("subscribed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6.1.3.1  | <subscribe node='/a' jid='juliet@localhost'/>   | bad-request invalid-jid",
        "6.1.3.1  | <subscribe node='/a' jid='juliet@localhost/r'/> | bad-request invalid-jid",
        "6.1.3.4  | <subscribe node='/closed' jid='ME'/>  | not-allowed closed-node",
        "6.1.3.8  | <subscribe node='/barred' jid='ME'/>  | forbidden",
        "6.1.3.8  | <subscribe node='/dropbox' jid='ME'/> | forbidden",
        "6.1.3.10 | <subscribe node='/silent' jid='ME'/>  | feature-not-implemented unsupported",
        "6.1.3.12 | <subscribe node='/none' jid='ME'/>    | item-not-found",
      })
  void whoeverMayNotSubscribeIsToldWhy_6_1_3(String section, String request, String conditions) {
    ScriptedClient romeo = client("romeo");
    XmlElement answer = romeo.pubSub("set", request.replace("ME", romeo.jid()));
    assertThat(conditions(answer)).as(section).isEqualTo(conditions);
    assertThat(list(romeo)).isEmpty();
  }

  @Test
  void aNodeWithoutSubscriptionsNamesTheFeature_6_1_3_10() {
    ScriptedClient romeo = client("romeo");
    assertThat(romeo.pubSub("set", "<subscribe node='/silent' jid='romeo@localhost'/>").toString())
        .contains("feature=\"subscribe\"");
  }

  @Test
  void whoIsOnTheWhitelistMaySubscribe_6_1_3_4() {
    affiliate("/closed", "romeo", Affiliation.MEMBER);
    ScriptedClient romeo = client("romeo");
    assertThat(subscribe(romeo, "/closed", romeo.jid()).attribute("subscription"))
        .isEqualTo("subscribed");
  }

  @Test
  void aPendingSubscriptionIsNotAskedForTwice_6_1_3_7() {
    ScriptedClient romeo = client("romeo");
    subscribe(romeo, "/authorized", "romeo@localhost");
    for (String options : new String[] {"", "<options>" + form("deliver", "0") + "</options>"}) {
      XmlElement again =
          romeo.pubSub("set", "<subscribe node='/authorized' jid='romeo@localhost'/>" + options);
      assertThat(conditions(again)).isEqualTo("not-authorized pending-subscription");
    }
  }

  @Test
  void anAccountHasALimitOfSubscriptions_6_1_3_9() {
    ScriptedClient romeo = client("romeo");
    for (int i = 0; i < 5; i++) {
      node("/many/" + i);
      subscribe(romeo, "/many/" + i, i % 2 == 0 ? romeo.jid() : bare(romeo));
    }
    XmlElement answer = romeo.pubSub("set", "<subscribe node='/a' jid='romeo@localhost'/>");
    assertThat(conditions(answer)).isEqualTo("policy-violation too-many-subscriptions");
  }

  @Test
  void anAddressHasALimitOfSubscriptionsToOneNode_6_1_3_9() {
    ScriptedClient romeo = client("romeo");
    for (int i = 0; i < 20; i++) {
      subscribe(romeo, "/a", romeo.jid(), "expire", "2090-01-01T00:00:%02dZ".formatted(i));
    }
    XmlElement answer =
        romeo.pubSub("set", "<subscribe node='/a' jid='%s'/>".formatted(romeo.jid()));
    assertThat(conditions(answer)).isEqualTo("policy-violation too-many-subscriptions");
  }

  @Test
  void anOwnersApprovalIsWaitedFor_6_1_4() {
    ScriptedClient romeo = client("romeo");
    assertThat(subscribe(romeo, "/authorized", romeo.jid()).attribute("subscription"))
        .isEqualTo("pending");
    publish("/authorized", "1");
    assertThat(romeo.hasNothing()).isTrue();
    affiliate("/authorized", "juliet", Affiliation.MEMBER);
    ScriptedClient juliet = client("juliet");
    assertThat(subscribe(juliet, "/authorized", juliet.jid()).attribute("subscription"))
        .isEqualTo("subscribed");
  }

  @Test
  void othersOptionsMakeAnotherSubscription_6_1_6() {
    ScriptedClient romeo = client("romeo");
    String first = String.valueOf(subscribe(romeo, "/a", romeo.jid()).attribute("subid"));
    String same = String.valueOf(subscribe(romeo, "/a", romeo.jid()).attribute("subid"));
    String other =
        String.valueOf(subscribe(romeo, "/a", romeo.jid(), "include_body", "1").attribute("subid"));
    assertThat(same).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(list(romeo)).hasSize(2);
  }

  @Test
  void aSubscriptionEndsOnRequest_6_2_2() {
    ScriptedClient balcony = client("romeo", "balcony");
    ScriptedClient street = client("romeo", "street");
    subscribe(balcony, "/a", balcony.jid());
    // The bare JIDs have to match, and no more.
    XmlElement answer =
        street.pubSub("set", "<unsubscribe node='/a' jid='" + balcony.jid() + "'/>");
    assertThat(answer.attribute("type")).isEqualTo("result");
    assertThat(subscribers("/a")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6.2.3.1 | <unsubscribe node='/a' jid='ME'/>              | bad-request subid-required",
        "6.2.3.2 | <unsubscribe node='/closed' jid='ME'/>         | unexpected-request not-subscribed",
        "6.2.3.3 | <unsubscribe node='/a' jid='juliet@localhost'/> | forbidden",
        "6.2.3.4 | <unsubscribe node='/none' jid='ME'/>           | item-not-found",
        "6.2.3.5 | <unsubscribe node='/a' jid='ME' subid='x'/>    | not-acceptable invalid-subid",
        "6.2.3   | <unsubscribe jid='ME'/>                        | bad-request nodeid-required",
        "6.3.4.1 | <options node='/a' jid='juliet@localhost'>FORM</options> | forbidden",
        "6.3.4.2 | <options node='/closed' jid='ME'>FORM</options> | unexpected-request not-subscribed",
        "6.3.4.3 | <options node='/a'>FORM</options>              | bad-request jid-required",
        "6.3.4.4 | <options node='/a' jid='ME'>FORM</options>     | bad-request subid-required",
        "6.3.4.5 | <options node='/a' jid='ME' subid='x'>FORM</options> | not-acceptable invalid-subid",
        "6.3.4.7 | <options node='/none' jid='ME'>FORM</options>  | item-not-found",
      })
  void whatIsNoSubscriptionOfOnesOwnIsRefused_6_2_3_and_6_3_4(
      String section, String request, String conditions) {
    ScriptedClient romeo = client("romeo");
    subscribe(client("juliet"), "/a", "juliet@localhost");
    subscribe(romeo, "/a", romeo.jid());
    subscribe(romeo, "/a", romeo.jid(), "deliver", "0");
    String own = request.replace("ME", romeo.jid());
    assertThat(conditions(romeo.pubSub("set", own.replace("FORM", form("deliver", "1")))))
        .as(section)
        .isEqualTo(conditions);
    if (request.contains("FORM")) {
      assertThat(conditions(romeo.pubSub("get", own.replace("FORM", ""))))
          .as(section)
          .isEqualTo(conditions);
    }
    assertThat(list(romeo)).hasSize(2);
  }

  @Test
  void optionsAreRetrievedAndSet_6_3_3_and_6_3_6_1() {
    ScriptedClient romeo = client("romeo");
    subscribe(romeo, "/a", romeo.jid());
    assertThat(options(romeo)).contains("type=\"form\"").contains("list-multi");
    assertThat(
            configure(romeo, "/a", romeo.jid(), "", "show-values", "chat,away", "deliver", "false")
                .attribute("type"))
        .isEqualTo("result");
    assertThat(options(romeo)).contains("<value>chat</value><value>away</value>");
  }

  private static String options(ScriptedClient client) {
    return client.pubSub("get", "<options node='/a' jid='" + client.jid() + "'/>").toString();
  }

  @ParameterizedTest
  @CsvSource({
    "show-values, sleepy",
    "deliver, perhaps",
    "expire, tomorrow",
    "expire, 2006-02-28T11:59:59Z",
    "unheard-of, 1"
  })
  void invalidOptionsAreABadRequest_6_3_6_2(String option, String value) {
    ScriptedClient romeo = client("romeo");
    subscribe(romeo, "/a", romeo.jid());
    assertThat(conditions(configure(romeo, "/a", romeo.jid(), "", option, value)))
        .isEqualTo("bad-request invalid-options");
    XmlElement answer =
        romeo.pubSub(
            "set",
            "<subscribe node='/a' jid='romeo@localhost'/><options>%s</options>"
                .formatted(form(option, value)));
    assertThat(conditions(answer)).isEqualTo("bad-request invalid-options");
    assertThat(list(romeo)).hasSize(1);
  }

  @Test
  void subscribingAndConfiguringIsOneRequest_6_3_7() {
    ScriptedClient romeo = client("romeo");
    XmlElement answer =
        romeo.pubSub(
            "set",
            "<subscribe node='/a' jid='romeo@localhost'/><options>%s</options>"
                .formatted(form("include_body", "1")));
    XmlElement form =
        answer
            .children()
            .get(0)
            .child(Namespaces.PUBSUB, "options")
            .flatMap(XmlElement::firstChild)
            .orElseThrow();
    assertThat(form.attribute("type")).isEqualTo("result");
    assertThat(form.toString()).contains("pubsub#include_body");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<subscribe node='/a' jid='ME'/><options node='/a'>FORM</options>",
        "<subscribe node='/a' jid='ME'/><options jid='ME'>FORM</options>",
        "<subscribe node='/a' jid='ME'/><options/>",
      })
  void theOptionsOfASubscribeSayNeitherNodeNorJid_6_3_7(String request) {
    ScriptedClient romeo = client("romeo");
    String own = request.replace("ME", romeo.jid()).replace("FORM", form("deliver", "1"));
    assertThat(conditions(romeo.pubSub("set", own))).isEqualTo("bad-request");
    assertThat(list(romeo)).isEmpty();
  }

  @Test
  void defaultOptionsAreThoseOfTheServiceOrOfANode_6_4() {
    ScriptedClient romeo = client("romeo");
    assertThat(romeo.pubSub("get", "<default/>").toString())
        .contains("type=\"result\"")
        .contains("pubsub#deliver");
    assertThat(romeo.pubSub("get", "<default node='/presence'/>").toString())
        .contains("<default node=\"/presence\">")
        .contains("<value>presence</value>");
    assertThat(conditions(romeo.pubSub("get", "<default node='/none'/>")))
        .isEqualTo("item-not-found");
  }

  private static List<XmlElement> list(ScriptedClient client) {
    return client.pubSub("get", "<subscriptions/>").children().get(0).children().get(0).children();
  }
}
