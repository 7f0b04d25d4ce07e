package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.xmpp.XmlElement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0060, sections 8.8 and 8.9 of version 1.30: owners manage subscriptions and affiliations. */
class ManagementTest extends PubSubFixture {

  private final ScriptedClient owner = client();
  private final ScriptedClient other = client();

  @BeforeEach
  void aNode() {
    created(owner, "/n");
  }

  private XmlElement subscriptions(String... jidsAndStates) {
    return owned(owner, "set", list("subscription", jidsAndStates));
  }

  private XmlElement affiliations(String... jidsAndStates) {
    return owned(owner, "set", list("affiliation", jidsAndStates));
  }

  private static String list(String what, String... jidsAndStates) {
    StringBuilder list = new StringBuilder("<%ss node='/n'>".formatted(what));
    for (int i = 0; i < jidsAndStates.length; i += 2) {
      list.append(
          "<%s jid='%s' %s='%s'/>".formatted(what, jidsAndStates[i], what, jidsAndStates[i + 1]));
    }
    return list.append("</%ss>".formatted(what)).toString();
  }

  @Test
  void anOwnerSeesWhoIsSubscribed_8_8_1() {
    other.subscribe("/n");
    assertThat(owned(owner, "get", "<subscriptions node='/n'/>").toString())
        .contains("jid=\"" + other.jid() + "\"", "subid=", "subscription=\"subscribed\"");
    succeeds(configure(owner, "/n", "access_model=authorize"));
    ScriptedClient pending = client();
    pending.pubSub("set", "<subscribe node='/n' jid='%s'/>".formatted(pending.jid()));
    owner.next();
    assertThat(owned(owner, "get", "<subscriptions node='/n'/>").toString())
        .doesNotContain(pending.jid());
  }

  @Test
  void anOwnerSubscribesSomebodyWhoIsTold_8_8_2_and_8_8_4_and_12_14() {
    succeeds(subscriptions(other.jid(), "subscribed"));
    assertThat(other.next()).contains("#event", "subscription=\"subscribed\"");
    publish(owner, "/n", item("1"));
    assertThat(other.next()).contains("<item id=\"1\"");
    assertThat(other.hasNothing()).isTrue();
  }

  @Test
  void anOwnerUnsubscribesSomebodyWhoIsTold_8_8_3_and_8_8_4_and_12_14() {
    other.subscribe("/n");
    succeeds(subscriptions(other.jid(), "none"));
    assertThat(other.next()).contains("#event", "subscription=\"none\"");
    publish(owner, "/n", item("1"));
    assertThat(other.hasNothing()).isTrue();
    assertThat(owned(owner, "get", "<subscriptions node='/n'/>").toString())
        .doesNotContain(other.jid());
  }

  @Test
  void whatIsNotSaidIsNotChanged_8_8_2_1() {
    other.subscribe("/n");
    succeeds(
        owned(
            owner,
            "set",
            "<subscriptions node='/n'><subscription jid='%s'/></subscriptions>"
                .formatted(other.jid())));
    assertThat(other.hasNothing()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"unconfigured", "pending", "what"})
  void oneStateThatCannotBeChangesNothing_8_8_2_4(String state) {
    other.subscribe("/n");
    ScriptedClient third = client();
    XmlElement answer = subscriptions(other.jid(), "none", third.jid(), state);
    assertThat(error(answer)).isEqualTo("modify not-acceptable");
    assertThat(answer.children().get(0).toString())
        .contains(other.jid(), "subscription=\"subscribed\"", third.jid(), "subscription=\"none\"");
    assertThat(other.hasNothing()).isTrue();
  }

  @Test
  void whoIsNotOnlineIsNotSubscribedByItsFullJid_8_8_2() {
    assertThat(error(subscriptions("nobody@localhost/gone", "subscribed")))
        .isEqualTo("modify not-acceptable");
    succeeds(subscriptions("nobody@localhost", "subscribed"));
  }

  @Test
  void whoMayNotSubscribeIsNotSubscribed_8_8_2() {
    succeeds(affiliations(bare(other), "outcast"));
    other.next();
    assertThat(error(subscriptions(other.jid(), "subscribed"))).isEqualTo("modify not-acceptable");
  }

  @Test
  void aSubscriptionIsNotChangedTwice_8_8_2_4() {
    assertThat(error(subscriptions(other.jid(), "subscribed", other.jid(), "none")))
        .isEqualTo("modify bad-request");
  }

  @Test
  void anOwnerSeesWhatEverybodyIs_8_9_1() {
    succeeds(affiliations("polonius@localhost", "outcast", "bard@localhost", "publish-only"));
    assertThat(owned(owner, "get", "<affiliations node='/n'/>").toString())
        .contains("jid=\"" + bare(owner) + "\"", "affiliation=\"owner\"")
        .contains("affiliation=\"outcast\"", "affiliation=\"publish-only\"");
    succeeds(affiliations("polonius@localhost", "none"));
    assertThat(owned(owner, "get", "<affiliations node='/n'/>").toString())
        .doesNotContain("polonius");
  }

  @Test
  void whoIsAffiliatedIsTold_8_9_4() {
    succeeds(affiliations(bare(other), "publisher"));
    assertThat(other.next())
        .contains(
            "<affiliations node=\"/n\"><affiliation jid=\"%s\" affiliation=\"publisher\"/>"
                .formatted(bare(other)));
    succeeds(publish(other, "/n", item("1")));
  }

  @Test
  void theLastOwnerStays_8_9_2_4() {
    XmlElement answer = affiliations(bare(owner), "none", "bard@localhost", "publisher");
    assertThat(error(answer)).isEqualTo("modify not-acceptable");
    assertThat(answer.children().get(0).toString())
        .contains("affiliation=\"owner\"", "bard@localhost", "affiliation=\"none\"");
    assertThat(owned(owner, "get", "<affiliations node='/n'/>").toString()).doesNotContain("bard");
    assertThat(affiliations(bare(owner), "none", bare(other), "owner").toString())
        .contains("affiliation=\"none\"");
    succeeds(owner.nextElement());
    other.next();
    assertThat(error(owned(owner, "get", "<configure node='/n'/>"))).isEqualTo("auth forbidden");
    succeeds(owned(other, "get", "<configure node='/n'/>"));
  }

  @Test
  void whatIsNoAffiliationChangesNothing_8_9_2_4() {
    XmlElement answer = affiliations("bard@localhost", "member", "other@localhost", "king");
    assertThat(error(answer)).isEqualTo("modify not-acceptable");
    assertThat(owned(owner, "get", "<affiliations node='/n'/>").toString()).doesNotContain("bard");
  }

  @Test
  void nobodyIsAffiliatedTwice_8_9_2_4() {
    assertThat(error(affiliations("bard@localhost", "member", "bard@localhost/r", "owner")))
        .isEqualTo("modify bad-request");
  }

  @Test
  void anOutcastIsUnsubscribedByAllItsAddresses_8_9_2() {
    other.subscribe("/n");
    succeeds(other.pubSub("set", "<subscribe node='/n' jid='%s'/>".formatted(bare(other))));
    succeeds(affiliations(bare(other), "outcast"));
    assertThat(other.next()).contains("affiliation=\"outcast\"");
    assertThat(other.next()).contains("subscription=\"none\"");
    assertThat(other.next()).contains("subscription=\"none\"");
    publish(owner, "/n", item("1"));
    assertThat(other.hasNothing()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "get, <subscriptions node='/n'/>, auth forbidden",
    "set, <subscriptions node='/n'/>, auth forbidden",
    "get, <affiliations node='/n'/>,  auth forbidden",
    "set, <affiliations node='/n'/>,  auth forbidden",
    "get, <subscriptions node='/o'/>, cancel item-not-found",
    "set, <subscriptions node='/o'/>, cancel item-not-found",
    "get, <affiliations node='/o'/>,  cancel item-not-found",
    "set, <affiliations node='/o'/>,  cancel item-not-found",
    "get, <subscriptions/>,           modify bad-request nodeid-required",
    "get, <affiliations/>,            modify bad-request nodeid-required",
  })
  void othersAreRefusedAsTheDocumentSays_8_8_and_8_9(String type, String request, String expected) {
    assertThat(error(owned(other, type, request))).isEqualTo(expected);
  }
}
