package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0060, section 5, with the pages of XEP-0059. */
class PubSubEntityTest extends PubSubWorld {

  @Test
  void onlyWhatWorksIsAnnounced_5_1() {
    String info = disco(client("romeo"), DISCO_INFO, "", "").toString();
    for (String feature :
        List.of(
            "leased-subscription",
            "multi-subscribe",
            "presence-notifications",
            "retrieve-affiliations",
            "retrieve-default-sub",
            "retrieve-subscriptions",
            "rsm",
            "publish-node-full",
            "subscription-notifications",
            "subscription-options")) {
      assertThat(info).contains(Namespaces.PUBSUB + "#" + feature + "\"");
    }
    assertThat(info).contains("var=\"" + RSM + "\"");
    // These mean that it is so unless a node is configured.
    assertThat(info).doesNotContain("#last-published").doesNotContain("#access-whitelist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<max>2</max>                   | /1 /2 | /1@0 /2 of 5",
        "<max>2</max><after>/2</after>  | /3 /4 | /3@2 /4 of 5",
        "<max>2</max><before/>          | /4 /5 | /4@3 /5 of 5",
        "<max>2</max><before>/3</before> | /1 /2 | /1@0 /2 of 5",
        "<max>2</max><index>3</index>   | /4 /5 | /4@3 /5 of 5",
        "<max>2</max><index>9</index>   | ''    | - - of 5",
        "<max>0</max>                   | ''    | - - of 5",
        "<max>9</max><after>/5</after>  | ''    | - - of 5",
        "<max>1</max><after>/2x</after> | /3    | /3@2 /3 of 5",
      })
  void nodesAreListedInPages_5_2_and_XEP_0059(String set, String nodes, String page) {
    List.of("/3", "/1", "/5", "/2", "/4").forEach(this::node);
    XmlElement query = disco(client("romeo"), DISCO_ITEMS, "", set(set)).children().get(0);
    assertThat(
            String.join(
                " ",
                query.children().stream()
                    .filter(line -> line.is(DISCO_ITEMS, "item"))
                    .map(line -> String.valueOf(line.attribute("node")))
                    .toList()))
        .isEqualTo(nodes);
    assertThat(page(query)).isEqualTo(page);
  }

  @Test
  void aPageIsAskedForWithANumber_XEP_0059() {
    assertThat(conditions(disco(client("romeo"), DISCO_ITEMS, "", set("<max>x</max>"))))
        .isEqualTo("bad-request");
  }

  @Test
  void aNodeIsDescribed_5_3_and_5_4() {
    ScriptedClient owner = client("juliet");
    owner.pubSub("set", "<create node='/a'/>");
    affiliate("/a", "nurse", Affiliation.PUBLISHER);
    subscribe(client("romeo"), "/a", "romeo@localhost");
    XmlElement query = disco(owner, DISCO_INFO, "/a", "").children().get(0);
    assertThat(query.toString())
        .contains("category=\"pubsub\"")
        .contains("type=\"leaf\"")
        .contains("<value>" + Namespaces.PUBSUB + "#meta-data</value>");
    XmlElement form = query.child("jabber:x:data", "x").orElseThrow();
    assertThat(field(form, "pubsub#creator")).isEqualTo("juliet@localhost");
    assertThat(field(form, "pubsub#owner")).isEqualTo("juliet@localhost");
    assertThat(field(form, "pubsub#publisher")).isEqualTo("nurse@localhost");
    assertThat(field(form, "pubsub#num_subscribers")).isEqualTo("1");
    assertThat(field(form, "pubsub#access_model")).isEqualTo("open");
    assertThat(field(form, "pubsub#creation_date")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(conditions(disco(owner, DISCO_INFO, "/none", ""))).isEqualTo("item-not-found");
  }

  @Test
  void theItemsOfANodeAreListedInPages_5_5_and_XEP_0059() {
    node("/a");
    publish("/a", "1", "2", "3");
    ScriptedClient client = client("romeo");
    XmlElement all = disco(client, DISCO_ITEMS, "/a", "").children().get(0);
    assertThat(names(all)).containsExactly("1", "2", "3");
    assertThat(all.child(RSM, "set")).isEmpty();
    XmlElement page =
        disco(client, DISCO_ITEMS, "/a", set("<max>1</max><after>1</after>")).children().get(0);
    assertThat(names(page)).containsExactly("2");
    assertThat(page(page)).isEqualTo("2@1 2 of 3");
    assertThat(conditions(disco(client, DISCO_ITEMS, "/none", ""))).isEqualTo("item-not-found");
  }

  @Test
  void itemsAreListedForWhoMayRetrieveThem_5_5() {
    node("/a", "access_model", "whitelist");
    publish("/a", "1");
    assertThat(conditions(disco(client("romeo"), DISCO_ITEMS, "/a", "")))
        .isEqualTo("not-allowed closed-node");
    affiliate("/a", "juliet", Affiliation.MEMBER);
    assertThat(names(disco(client("juliet"), DISCO_ITEMS, "/a", "").children().get(0)))
        .containsExactly("1");
  }

  @Test
  void anEntityRetrievesTheSubscriptionsOfAllItsAddresses_5_6() {
    node("/a");
    node("/b");
    ScriptedClient balcony = client("juliet", "balcony");
    ScriptedClient chamber = client("juliet", "chamber");
    assertThat(balcony.pubSub("get", "<subscriptions/>").toString()).contains("<subscriptions/>");
    subscribe(balcony, "/a", balcony.jid());
    subscribe(chamber, "/b", chamber.jid());
    subscribe(chamber, "/a", bare(chamber));
    subscribe(client("romeo"), "/a", "romeo@localhost");

    List<XmlElement> all = list(balcony.pubSub("get", "<subscriptions/>"));
    assertThat(all)
        .extracting(s -> s.attribute("node") + " " + s.attribute("jid"))
        .containsExactlyInAnyOrder(
            "/a juliet@localhost/balcony", "/a juliet@localhost", "/b juliet@localhost/chamber");
    assertThat(all).allMatch(s -> "subscribed".equals(s.attribute("subscription")));
    assertThat(all).allMatch(s -> s.attribute("subid") != null);

    assertThat(list(balcony.pubSub("get", "<subscriptions node='/b'/>")))
        .extracting(s -> s.attribute("jid"))
        .containsExactly("juliet@localhost/chamber");
    assertThat(conditions(balcony.pubSub("get", "<subscriptions node='/none'/>")))
        .isEqualTo("item-not-found");
  }

  @Test
  void anEntityRetrievesItsAffiliations_5_7() {
    assertThat(list(client("romeo").pubSub("get", "<affiliations/>"))).isEmpty();
    service.create(Actor.APPLICATION, "/other");
    affiliate("/other", "juliet", Affiliation.OUTCAST);
    ScriptedClient juliet = client("juliet");
    juliet.pubSub("set", "<create node='/mine'/>");
    assertThat(list(juliet.pubSub("get", "<affiliations/>")))
        .extracting(a -> a.attribute("node") + " " + a.attribute("affiliation"))
        .containsExactly("/mine owner", "/other outcast");
    assertThat(list(juliet.pubSub("get", "<affiliations node='/other'/>")))
        .extracting(a -> a.attribute("node") + " " + a.attribute("affiliation"))
        .containsExactly("/other outcast");
  }

  private static List<XmlElement> list(XmlElement answer) {
    return answer.children().get(0).children().get(0).children();
  }

  private static List<String> names(XmlElement query) {
    return query.children().stream()
        .filter(line -> line.is(DISCO_ITEMS, "item"))
        .map(line -> String.valueOf(line.attribute("name")))
        .toList();
  }

  private static String field(XmlElement form, String name) {
    return form.children().stream()
        .filter(field -> name.equals(field.attribute("var")))
        .findFirst()
        .orElseThrow()
        .child("jabber:x:data", "value")
        .orElseThrow()
        .text();
  }
}
