package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.xmpp.XmlElement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060, sections 8.6 and 8.7 of version 1.30: owners approve subscriptions. */
class ApprovalTest extends PubSubFixture {

  private static final String COMMANDS = "http://jabber.org/protocol/commands";
  private static final String GET_PENDING = "http://jabber.org/protocol/pubsub#get-pending";

  private final ScriptedClient owner = client();
  private final ScriptedClient other = client();

  @BeforeEach
  void aNodeThatAsks() {
    created(owner, "/n", "access_model=authorize");
  }

  /** Subscribes, and returns the id of the form that the owner gets. */
  private String waiting() {
    XmlElement answer =
        other.pubSub("set", "<subscribe node='/n' jid='%s'/>".formatted(other.jid()));
    assertThat(answer.toString()).contains("subscription=\"pending\"");
    XmlElement request = owner.nextElement();
    assertThat(request.toString())
        .contains("type=\"form\"", "#subscribe_authorization", "/n", other.jid(), "pubsub#allow");
    return String.valueOf(request.attribute("id"));
  }

  private void answer(ScriptedClient from, String id, String allow) {
    from.send(
        "<message xmlns='jabber:client' to='pubsub.localhost' id='%s'>%s</message>"
            .formatted(
                id,
                form(
                    "subscribe_authorization",
                    "subid=" + id,
                    "node=/n",
                    "subscriber_jid=" + other.jid(),
                    "allow=" + allow)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true"})
  void anOwnerApproves_8_6_and_12_14(String allow) {
    String id = waiting();
    publish(owner, "/n", item("1"));
    assertThat(other.hasNothing()).isTrue();
    answer(owner, id, allow);
    assertThat(other.next()).contains("#event", "subscription=\"subscribed\"");
    publish(owner, "/n", item("2"));
    assertThat(other.next()).contains("<item id=\"2\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "false"})
  void anOwnerDenies_8_6_and_12_14(String allow) {
    String id = waiting();
    answer(owner, id, allow);
    assertThat(other.next()).contains("#event", "subscription=\"none\"");
    publish(owner, "/n", item("1"));
    assertThat(other.hasNothing()).isTrue();
  }

  @Test
  void anOwnerWhoCancelsLeavesItPending_8_6() {
    String id = waiting();
    owner.send(
        "<message xmlns='jabber:client' to='pubsub.localhost' id='%s'><x xmlns='jabber:x:data' type='cancel'/></message>"
            .formatted(id));
    assertThat(owner.hasNothing()).isTrue();
    assertThat(other.hasNothing()).isTrue();
    answer(owner, id, "1");
    assertThat(other.next()).contains("subscription=\"subscribed\"");
  }

  @Test
  void theFirstOwnersAnswerCountsAndTheOthersAreTold_8_6_and_12_13() {
    ScriptedClient second = client();
    affiliate(owner, "/n", bare(second), "owner");
    second.next();
    String id = waiting();
    assertThat(second.next()).contains("#subscribe_authorization");
    answer(second, id, "1");
    other.next();
    assertThat(owner.next()).contains("subscription=\"subscribed\"");
    answer(owner, id, "0");
    assertThat(error(owner.nextElement())).isEqualTo("cancel unexpected-request not-subscribed");
    assertThat(other.hasNothing()).isTrue();
  }

  @Test
  void onlyOwnersApprove_8_6() {
    String id = waiting();
    answer(other, id, "1");
    assertThat(error(other.nextElement())).isEqualTo("auth forbidden");
  }

  @Test
  void whatIsNoAnswerIsRefused_8_6() {
    String id = waiting();
    answer(owner, id, "perhaps");
    assertThat(error(owner.nextElement())).isEqualTo("modify bad-request");
    owner.send(
        "<message xmlns='jabber:client' to='pubsub.localhost'>"
            + form("subscribe_authorization", "allow=1")
            + "</message>");
    assertThat(error(owner.nextElement())).isEqualTo("modify bad-request nodeid-required");
    owner.send("<message xmlns='jabber:client' to='pubsub.localhost'><body>Hi</body></message>");
    assertThat(error(owner.nextElement())).isEqualTo("cancel service-unavailable");
    owner.send("<message xmlns='jabber:client' to='pubsub.localhost' type='error'/>");
    assertThat(owner.hasNothing()).isTrue();
  }

  private static XmlElement command(ScriptedClient client, String attributes, String content) {
    client.send(
        "<iq xmlns='jabber:client' to='pubsub.localhost' id='c' type='set'><command xmlns='%s' node='%s' %s>%s</command></iq>"
            .formatted(COMMANDS, GET_PENDING, attributes, content));
    return client.nextElement();
  }

  @Test
  void anOwnerHasRequestsSentAgain_8_7() {
    created(owner, "/quiet", "access_model=authorize");
    String id = waiting();
    XmlElement first = command(owner, "action='execute'", "");
    assertThat(first.toString())
        .contains("status=\"executing\"", "<option><value>/n</value></option>")
        .doesNotContain("/quiet");
    String session = String.valueOf(first.children().get(0).attribute("sessionid"));
    XmlElement second =
        command(owner, "sessionid='" + session + "'", form("subscribe_authorization", "node=/n"));
    assertThat(second.toString()).contains("status=\"completed\"", session);
    assertThat(owner.nextElement().attribute("id")).isEqualTo(id);
  }

  @Test
  void whoOwnsNothingHasNothingPending_8_7_3_3() {
    assertThat(error(command(other, "action='execute'", ""))).isEqualTo("auth forbidden");
    assertThat(error(command(other, "", form("subscribe_authorization", "node=/n"))))
        .isEqualTo("auth forbidden");
  }

  @Test
  void aNodeThatIsNotThereHasNothingPending_8_7_3_4() {
    assertThat(error(command(owner, "", form("subscribe_authorization", "node=/none"))))
        .isEqualTo("cancel item-not-found");
    assertThat(error(command(owner, "", form("subscribe_authorization"))))
        .isEqualTo("modify bad-request nodeid-required");
  }

  @Test
  void aCommandIsCancelled_XEP_0050() {
    assertThat(command(owner, "sessionid='s' action='cancel'", "").toString())
        .contains("status=\"canceled\"");
    assertThat(error(command(owner, "action='prev'", "")))
        .isEqualTo("modify bad-request bad-action");
    assertThat(error(command(owner, "action='jump'", "")))
        .isEqualTo("modify bad-request malformed-action");
  }

  @Test
  void theCommandIsDiscovered_XEP_0050() {
    assertThat(disco("items", COMMANDS)).contains("node=\"" + GET_PENDING + "\"");
    assertThat(disco("info", GET_PENDING)).contains("automation", "command-node", COMMANDS);
  }

  private String disco(String what, String node) {
    owner.send(
        "<iq xmlns='jabber:client' to='pubsub.localhost' id='d' type='get'><query xmlns='http://jabber.org/protocol/disco#%s' node='%s'/></iq>"
            .formatted(what, node));
    return owner.next();
  }

  @Test
  void whoBecomesAMemberWaitsForNobody_8_7_4() {
    waiting();
    affiliate(owner, "/n", bare(other), "publisher");
    assertThat(other.next()).contains("affiliation=\"publisher\"");
    assertThat(other.next()).contains("subscription=\"subscribed\"");
  }

  @Test
  void whoBecomesAnOutcastIsRejected_8_7_4() {
    waiting();
    affiliate(owner, "/n", bare(other), "outcast");
    assertThat(other.next()).contains("affiliation=\"outcast\"");
    assertThat(other.next()).contains("subscription=\"none\"");
  }
}
