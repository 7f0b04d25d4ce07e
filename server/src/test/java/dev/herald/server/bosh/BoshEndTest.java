package dev.herald.server.bosh;

import static dev.herald.server.bosh.BoshClient.ping;
import static dev.herald.server.bosh.BoshClient.presence;
import static dev.herald.server.bosh.BoshServer.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.session.DisconnectReason;
import dev.herald.xmpp.XmlLimits;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** XEP-0124, sections 13 and 17: how sessions end, and what is said then. */
class BoshEndTest {

  private final BoshServer server = new BoshServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theClientsEndIsToldOnTheOldestRequestAndNothingOnTheOthers_13() {
    BoshClient client = server.loggedIn();
    Answer held = client.ask("");
    Answer last = client.with("type='terminate'", "");
    held.ends(null);
    last.isEmpty();
    assertThat(server.ended(DisconnectReason.CLIENT_CLOSED)).isEqualTo(1);
    assertThat(server.endpoint().size()).isZero();
  }

  @Test
  void theLastRequestsStanzasAreHandledBeforeTheEnd_13() {
    Answer last = server.loggedIn().with("type='terminate'", presence() + ping("p"));
    last.ends(null);
    assertThat(last.text()).containsOnlyOnce("id=\"p\"");
  }

  @Test
  void afterTheEndTheSessionDoesNotExist_13() {
    BoshClient client = server.loggedIn();
    client.with("type='terminate'", "");
    client.ask("").ends("item-not-found");
  }

  @Test
  void stanzasThatWaitAreSentWithTheEndAndOnlyOnce_17_2() {
    BoshClient client = server.loggedIn();
    client.with("pause='60'", ping("p")).isEmpty();
    server.xmpp().sessions().shutdown();
    Answer told = client.ask("");
    told.ends("system-shutdown");
    assertThat(told.text()).containsOnlyOnce("id=\"p\"");
    client.ask("").ends("item-not-found");
  }

  @Test
  void aShutdownIsToldToAllRequests_17_2() {
    BoshClient client = server.client();
    client.login("to='localhost' wait='60' hold='2' ver='1.6'");
    Answer first = client.ask("");
    Answer second = client.ask(presence());
    server.xmpp().sessions().shutdown();
    first.ends("system-shutdown");
    second.ends("system-shutdown");
  }

  @Test
  void aStreamErrorComesAfterTheStanzas_XEP_0206_6() {
    Answer answer = server.loggedIn().ask(ping("p") + "<hello xmlns='jabber:client'/>");
    answer.ends("remote-stream-error");
    assertThat(answer.text()).containsSubsequence("id=\"p\"", "<unsupported-stanza-type");
  }

  @Test
  void aRestartsOwnStanzasAreIgnored_XEP_0206_5() {
    BoshClient client = server.client();
    client.create(USUAL);
    client.ask("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'>=</auth>");
    Answer restarted = client.with("xmlns:xmpp='urn:xmpp:xbosh' xmpp:restart='true'", ping("p"));
    assertThat(restarted.text()).contains("<stream:features").doesNotContain("id=\"p\"");
    assertThat(restarted.attribute("type")).isNull();
  }

  @Test
  void aRequestWithoutIdEndsItsSession_17_2() {
    BoshClient client = server.loggedIn();
    Answer held = client.ask("");
    client
        .post(
            "<body xmlns='http://jabber.org/protocol/httpbind' sid='%s'/>".formatted(client.sid()))
        .ends("bad-request");
    held.ends("bad-request");
  }

  @Test
  void whatIsNoXmlIsABadRequestThatSaysWhy_17_2() {
    BoshClient client = server.client();
    Answer answer = client.post("<body");
    answer.ends("bad-request");
    assertThat(answer.text()).contains("<not-well-formed");
    assertThat(client.post("<!DOCTYPE a><a/>").text()).contains("<restricted-xml");
  }

  @Test
  void aFaultOfTheServerIsSaidToBeOne_17_2() {
    BoshEndpoint broken =
        new BoshEndpoint(
            XmlLimits.DEFAULT,
            BoshLimits.DEFAULT,
            10_000,
            connection -> {
              throw new IllegalStateException("a fault that this test wants");
            },
            new ManualTime());
    new BoshClient(broken, BoshClient.ANYBODY).create(USUAL).ends("internal-server-error");
    assertThat(broken.size()).isZero();
  }

  @Test
  void theReasonIsKeptNoLongerThanTheSilenceThatIsAllowed() {
    BoshClient client = server.loggedIn();
    server.xmpp().sessions().shutdown();
    assertThat(server.endpoint().size()).isEqualTo(1);
    server.advance(Duration.ofSeconds(60));
    assertThat(server.endpoint().size()).isZero();
    client.ask("").ends("item-not-found");
  }

  @Test
  void aClientThatNeverFetchesCostsNoMoreThanItMay() {
    BoshClient client = server.client();
    String jid = client.login(USUAL);
    server.xmpp().pubSub().create(Actor.APPLICATION, "/a");
    client.ask(
        ("<iq xmlns='jabber:client' type='set' id='s' to='pubsub.localhost'><pubsub"
                + " xmlns='http://jabber.org/protocol/pubsub'><subscribe node='/a' jid='%s'/>"
                + "</pubsub></iq>")
            .formatted(jid));
    for (int i = 0; i < 100; i++) {
      server
          .xmpp()
          .pubSub()
          .publish(Actor.APPLICATION, "/a", "" + i, "<x xmlns=''>" + "x".repeat(500) + "</x>");
    }
    assertThat(server.ended(DisconnectReason.SLOW_CONSUMER)).isEqualTo(1);
    assertThat(server.endpoint().size()).isZero();
  }
}
