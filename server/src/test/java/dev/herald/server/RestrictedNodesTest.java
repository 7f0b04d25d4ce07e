package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Action;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AffiliationUseCases.AffiliationChange;
import dev.herald.server.pubsub.Authorization;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.ReadRule;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.NodeType;
import dev.herald.server.sasl.ChannelBinding;
import dev.herald.server.sasl.Login;
import dev.herald.server.sasl.Peer;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application says who may read its nodes. */
class RestrictedNodesTest extends PubSubFixture {

  private static final String CLOSED = "cancel not-allowed closed-node";
  private static final String STAFF = "/staff";

  /** What every client is let do, unless an account is named. */
  private static final class Mind implements Authorization {

    private final Map<String, Decision> said = new ConcurrentHashMap<>();

    @Override
    public Decision decide(Actor.Client client, Action action, Node node) {
      String account = String.valueOf(client.jid().local());
      return said.getOrDefault(
          account, new ClientRights(true, List.of()).decide(client, action, node));
    }
  }

  private record Rule(String nodes, Predicate<String> names, BiPredicate<Login, String> readers)
      implements ReadRule {

    @Override
    public boolean covers(String node) {
      return names.test(node);
    }

    @Override
    public boolean isOpen() {
      return false;
    }

    @Override
    public boolean permits(Login reader, String node) {
      return readers.test(reader, node);
    }

    @Override
    public boolean lists(Login reader, String node) {
      return permits(reader, node);
    }
  }

  /** A node that is for everybody. */
  private record Open(String nodes) implements ReadRule {

    @Override
    public boolean covers(String node) {
      return node.equals(nodes);
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean permits(Login reader, String node) {
      throw new AssertionError("A rule that permits everybody is not asked");
    }

    @Override
    public boolean lists(Login reader, String node) {
      throw new AssertionError("A rule that permits everybody is not asked");
    }
  }

  private final Mind mind = (Mind) authorization;
  private final ScriptedClient sam = user("sam", "ROLE_STAFF");
  private final ScriptedClient ann = user("ann");

  RestrictedNodesTest() {
    super(new Mind());
  }

  @BeforeEach
  void nodes() {
    service.restrict(
        new Rule(STAFF, STAFF::equals, (who, node) -> who.authorities().contains("ROLE_STAFF")));
    service.restrict(
        new Rule(
            "/of/{name}",
            name -> name.startsWith("/of/"),
            (who, node) -> !who.anonymous() && node.equals("/of/" + who.name())));
    for (String node : new String[] {STAFF, "/of/ann", "/of/sam"}) {
      service.createOrConfigure(node, NodeConfiguration.ofRestrictedEntity(10));
      service.publish(Actor.APPLICATION, node, "1", "<x xmlns='urn:x'/>");
    }
  }

  private ScriptedClient user(String name, String... authorities) {
    Peer peer =
        new Peer("127.0.0.1", true, name, "of " + name, ChannelBinding.NONE, Set.of(authorities));
    ScriptedClient client = new ScriptedClient(server, peer);
    client.login("EXTERNAL", "");
    return client;
  }

  private static XmlElement subscribe(ScriptedClient client, String node, String jid) {
    return client.pubSub("set", "<subscribe node='%s' jid='%s'/>".formatted(node, jid));
  }

  private static XmlElement get(ScriptedClient client, String payload) {
    client.send(
        "<iq xmlns='jabber:client' to='pubsub.localhost' id='g' type='get'>%s</iq>"
            .formatted(payload));
    return client.nextElement();
  }

  private static XmlElement ask(ScriptedClient client, String question, String node) {
    return switch (question) {
      case "subscribe" -> subscribe(client, node, client.jid());
      case "items" -> client.pubSub("get", "<items node='" + node + "'/>");
      case "item" -> client.pubSub("get", "<items node='" + node + "'><item id='1'/></items>");
      case "publish" -> publish(client, node, item("2"));
      case "create" -> create(client, node);
      case "retract" ->
          client.pubSub("set", "<retract node='" + node + "'><item id='1'/></retract>");
      case "unsubscribe", "options", "subscriptions" ->
          client.pubSub(
              question.equals("unsubscribe") ? "set" : "get",
              "<%s node='%s' jid='%s'/>".formatted(question, node, client.jid()));
      case "configure", "affiliations" ->
          owned(client, "get", "<%s node='%s'/>".formatted(question, node));
      case "delete", "purge" -> owned(client, "set", "<%s node='%s'/>".formatted(question, node));
      case "default" -> client.pubSub("get", "<default node='" + node + "'/>");
      case "query" -> {
        client.send(
            "<iq xmlns='jabber:client' to='pubsub.localhost' id='g' type='set'><query xmlns='urn:xmpp:mam:2' node='%s'/></iq>"
                .formatted(node));
        yield client.nextElement();
      }
      case "metadata" ->
          get(client, "<metadata xmlns='urn:xmpp:mam:2' node='%s'/>".formatted(node));
      default ->
          get(
              client,
              "<query xmlns='http://jabber.org/protocol/%s' node='%s'/>".formatted(question, node));
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subscribe",
        "items",
        "item",
        "default",
        "query",
        "metadata",
        "disco#info",
        "disco#items"
      })
  void whoeverIsNotPermittedLearnsNothingAndNotEvenWhetherThereIsSuchANode(String question) {
    ScriptedClient nobody = client();
    for (String node : new String[] {STAFF, "/of/sam", "/of/nobody"}) {
      // Section 6.1.3.4: not on the whitelist, which is the application's.
      assertThat(error(ask(ann, question, node))).as(node).isEqualTo(CLOSED);
      // Section 6.1.3.6: anonymous.
      assertThat(error(ask(nobody, question, node))).as(node).isEqualTo("auth forbidden");
    }
    if (!question.equals("query")) {
      succeeds(ask(sam, question, STAFF));
      succeeds(ask(ann, question, "/of/ann"));
    } else {
      assertThat(ask(sam, question, STAFF).toString()).contains("<forwarded");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "publish",
        "create",
        "retract",
        "unsubscribe",
        "options",
        "subscriptions",
        "configure",
        "affiliations",
        "delete",
        "purge"
      })
  void noOtherRequestTellsWhetherThereIsSuchANode(String question) {
    ScriptedClient nobody = client();
    for (String node : new String[] {STAFF, "/of/sam", "/of/nobody"}) {
      XmlElement answer = ask(ann, question, node);
      assertThat(error(answer)).as(node).isEqualTo(CLOSED);
      assertThat(answer.toString()).contains("'" + node + "' is for those on its whitelist");
      assertThat(error(ask(nobody, question, node))).as(node).isEqualTo("auth forbidden");
    }
  }

  @Test
  void whoeverMayReadNoMoreMayStillUnsubscribe() {
    succeeds(subscribe(sam, STAFF, bare(sam)));
    ScriptedClient demoted = user("sam");
    assertThat(demoted.pubSub("get", "<subscriptions node='%s'/>".formatted(STAFF)).toString())
        .contains("subscription=\"subscribed\"");
    succeeds(
        demoted.pubSub("set", "<unsubscribe node='%s' jid='%s'/>".formatted(STAFF, bare(demoted))));
  }

  @Test
  void whatIsForEverybodyAgainIsOpenedByItsRule() {
    service.restrict(new Open(STAFF));
    succeeds(ask(ann, "items", STAFF));
    ann.subscribe(STAFF);
    ScriptedClient nobody = client();
    nobody.subscribe(STAFF);
    service.publish(Actor.APPLICATION, STAFF, "2", "");
    assertThat(ann.next()).contains("id=\"2\"");
    assertThat(nobody.next()).contains("id=\"2\"");
  }

  @Test
  void whoeverIsAnonymousIsToldSoAndOthersThatTheyAreNotOnTheList_6_1_3_4_and_6_1_3_6() {
    assertThat(ask(client(), "subscribe", STAFF).toString()).contains("<forbidden", "logged in");
    assertThat(ask(ann, "subscribe", STAFF).toString()).contains("<not-allowed", "<closed-node");
  }

  @Test
  void namesAreListedToThoseOnlyWhoMayRead() {
    String list = "<query xmlns='http://jabber.org/protocol/disco#items'/>";
    assertThat(get(sam, list).toString()).contains("/staff", "/of/sam").doesNotContain("/of/ann");
    assertThat(get(ann, list).toString())
        .contains("/of/ann")
        .doesNotContain("/staff")
        .doesNotContain("/of/sam");
    assertThat(get(client(), list).toString()).doesNotContain("node=");
  }

  @Test
  void aPageOfNamesIsFullThoughOthersAreLeftOut() {
    for (int i = 0; i < 30; i++) {
      service.createOrConfigure("/of/a" + i, NodeConfiguration.ofRestrictedEntity(1));
    }
    service.create(Actor.APPLICATION, "/x");
    service.create(Actor.APPLICATION, "/y");
    assertThat(service.async().entities().nodes(new Actor.Client(jid(ann)), null, 2).join())
        .containsExactly("/x", "/y");
    assertThat(
            service
                .async()
                .entities()
                .nodes(new Actor.Client(jid(ann), Login.of("ann")), "/of/a3", 2)
                .join())
        .containsExactly("/of/ann", "/x");
  }

  private static Jid jid(ScriptedClient client) {
    return Jid.parse(client.jid());
  }

  @Test
  void aSubscriptionToTheCollectionGivesNothingOfWhatIsInIt() {
    service.createOrConfigure(
        "/all", NodeConfiguration.INITIAL.with(NodeOptions.NODE_TYPE, NodeType.COLLECTION));
    service.createOrConfigure(
        STAFF,
        NodeConfiguration.ofRestrictedEntity(10).with(NodeOptions.COLLECTION, List.of("/all")));
    succeeds(subscribe(ann, "/all", ann.jid()));
    succeeds(subscribe(sam, "/all", bare(sam)));
    service.publish(Actor.APPLICATION, STAFF, "2", "");
    assertThat(sam.next()).contains("node=\"/staff\"", ">/all</header>");
    ann.ping();
    assertThat(ask(ann, "disco#items", "/all").toString()).doesNotContain("/staff");
    assertThat(ask(sam, "disco#items", "/all").toString()).contains("/staff");
  }

  @Test
  void ofOneAccountOnlyThoseSessionsAreToldThatMayRead() {
    ScriptedClient atHome = user("sam");
    succeeds(subscribe(sam, STAFF, bare(sam)));
    service.publish(Actor.APPLICATION, STAFF, "2", "");
    assertThat(sam.next()).contains("id=\"2\"");
    atHome.ping();
    assertThat(error(ask(atHome, "items", STAFF))).isEqualTo(CLOSED);
  }

  @Test
  void whoeverLogsInWithoutTheRoleIsToldNothingThoughTheSubscriptionIsKept() {
    succeeds(subscribe(sam, STAFF, bare(sam)));
    sam.leave();
    ScriptedClient demoted = user("sam");
    service.publish(Actor.APPLICATION, STAFF, "2", "");
    demoted.ping();
    ScriptedClient again = user("sam", "ROLE_STAFF");
    service.publish(Actor.APPLICATION, STAFF, "3", "");
    assertThat(again.next()).contains("id=\"3\"");
    demoted.ping();
  }

  @Test
  void whoeverResumesAStreamIsWhatTheLoginSaysNow() {
    sam.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
    String enabled = sam.next();
    String id = enabled.substring(enabled.indexOf("id=\"") + 4);
    id = id.substring(0, id.indexOf('"'));
    sam.subscribe(STAFF);
    sam.leave();
    ScriptedClient demoted =
        new ScriptedClient(server, new Peer("127.0.0.1", true, "sam", "of sam"));
    demoted.authenticate("EXTERNAL", "");
    demoted.send("<resume xmlns='urn:xmpp:sm:3' previd='%s' h='1'/>".formatted(id));
    assertThat(demoted.next()).contains("<resumed");
    service.publish(Actor.APPLICATION, STAFF, "2", "");
    demoted.send("<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>");
    while (true) {
      String next = demoted.next();
      assertThat(next).doesNotContain("<item");
      if (next.contains("id=\"p\"")) {
        break;
      }
    }
  }

  @Test
  void aRuleThatComesLaterEndsWhatItRefusesAndSaysWhy() {
    service.create(Actor.APPLICATION, "/late");
    succeeds(subscribe(ann, "/late", ann.jid()));
    succeeds(subscribe(sam, "/late", sam.jid()));
    int ended =
        service.restrict(
            new Rule("/late", "/late"::equals, (who, node) -> who.name().equals("sam")));
    assertThat(ended).isEqualTo(1);
    assertThat(ann.next()).contains("has changed", "subscription=\"none\"");
    service.publish(Actor.APPLICATION, "/late", "1", "");
    assertThat(sam.next()).contains("id=\"1\"");
    ann.ping();
  }

  @Test
  void aChangeOfMindCountsForTheNextNotification() {
    Set<String> members = ConcurrentHashMap.newKeySet();
    members.add("ann");
    service.restrict(
        new Rule("/team", "/team"::equals, (who, node) -> members.contains(who.name())));
    service.createOrConfigure("/team", NodeConfiguration.ofRestrictedEntity(10));
    ann.subscribe("/team");
    service.publish(Actor.APPLICATION, "/team", "1", "");
    assertThat(ann.next()).contains("id=\"1\"");
    members.remove("ann");
    service.publish(Actor.APPLICATION, "/team", "2", "");
    ann.ping();
    assertThat(service.async().reauthorize("/team", "You have left the team").join()).isEqualTo(1);
    assertThat(ann.next()).contains("You have left the team");
  }

  @Test
  void aRestrictedNodeIsReadByNobodyBeforeItIsSaidByWhom() {
    service.createOrConfigure("/from/before", NodeConfiguration.ofRestrictedEntity(10));
    service.publish(Actor.APPLICATION, "/from/before", "1", "");
    assertThat(error(ask(sam, "subscribe", "/from/before"))).isEqualTo(CLOSED);
    assertThat(error(ask(sam, "items", "/from/before"))).isEqualTo(CLOSED);
    assertThat(error(ask(client(), "items", "/from/before"))).isEqualTo("auth forbidden");
    service.restrict(new Rule("/from/before", "/from/before"::equals, (who, node) -> true));
    succeeds(ask(sam, "items", "/from/before"));
  }

  @Test
  void anAffiliationDoesNotOpenWhatTheRuleRefusesButShutsOut() {
    affiliate("ann", Affiliation.MEMBER);
    assertThat(ann.next()).contains("affiliation=\"member\"");
    assertThat(error(ask(ann, "items", STAFF))).isEqualTo(CLOSED);
    affiliate("sam", Affiliation.OUTCAST);
    assertThat(sam.next()).contains("affiliation=\"outcast\"");
    assertThat(error(ask(sam, "items", STAFF))).isEqualTo("auth forbidden");
  }

  private void affiliate(String name, Affiliation affiliation) {
    service
        .async()
        .affiliations()
        .change(
            Actor.APPLICATION,
            STAFF,
            List.of(new AffiliationChange(Jid.parse(name + "@localhost"), affiliation)))
        .join();
  }

  @Test
  void theApplicationsAuthorizationHasTheLastWord() {
    mind.said.put("ann", Authorization.Decision.ALLOW);
    mind.said.put("sam", Authorization.Decision.REFUSE);
    succeeds(ask(ann, "items", STAFF));
    succeeds(ask(ann, "disco#info", STAFF));
    ann.subscribe(STAFF);
    assertThat(error(ask(sam, "items", STAFF))).isEqualTo("auth forbidden");
    service.publish(Actor.APPLICATION, STAFF, "2", "");
    assertThat(ann.next()).contains("id=\"2\"");
  }

  @Test
  void aRuleThatThrowsRefuses() {
    service.restrict(
        new Rule(
            "/broken",
            "/broken"::equals,
            (who, node) -> {
              throw new IllegalStateException("The rule is broken, as the test wants it");
            }));
    service.createOrConfigure("/broken", NodeConfiguration.ofRestrictedEntity(10));
    assertThat(error(ask(sam, "subscribe", "/broken"))).isEqualTo(CLOSED);
    assertThat(error(ask(sam, "items", "/broken"))).isEqualTo(CLOSED);
  }

  @Test
  void clientsDoNotCreateNodesOfTheApplication() {
    ScriptedClient neu = user("new");
    assertThat(error(create(neu, "/of/new"))).isEqualTo("auth forbidden");
    assertThat(error(publish(neu, "/of/new", item("1")))).isEqualTo("auth forbidden");
    assertThat(error(create(ann, "/of/ann"))).isEqualTo("auth forbidden");
    succeeds(create(ann, "/hers"));
  }

  @Test
  void theMetadataSayThatThereIsAWhitelist() {
    assertThat(ask(sam, "disco#info", STAFF).toString())
        .contains("pubsub#access_model", ">whitelist<")
        .doesNotContain("herald_restricted");
  }
}
