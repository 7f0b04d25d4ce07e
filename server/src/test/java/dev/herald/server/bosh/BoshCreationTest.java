package dev.herald.server.bosh;

import static dev.herald.server.bosh.BoshServer.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.sasl.Peer;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0124, section 7, and XEP-0206: what is agreed when a session is created. */
class BoshCreationTest {

  private final BoshServer server = new BoshServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theServerTellsAllThatItDecides_7_2() {
    XmlElement body = server.client().create(USUAL).body();
    assertThat(body.attributes())
        .containsEntry("wait", "60")
        .containsEntry("hold", "1")
        .containsEntry("requests", "2")
        .containsEntry("inactivity", "60")
        .containsEntry("polling", "5")
        .containsEntry("maxpause", "120")
        .containsEntry("ver", "1.6")
        .containsEntry("from", "localhost")
        .doesNotContainKey("ack");
  }

  @Test
  void theResponseHasVersionRestartLogicAndFeatures_XEP_0206_4() {
    XmlElement body = server.client().create(USUAL).body();
    assertThat(body.attributes())
        .containsEntry("{urn:xmpp:xbosh}version", "1.0")
        .containsEntry("{urn:xmpp:xbosh}restartlogic", "true");
    assertThat(body.child(Namespaces.STREAMS, "features")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"5,1,5,1,2", "9999,99,60,2,3", "60,0,60,0,1", "0,1,0,0,1"})
  void waitAndHoldAreTheLowerOfBoth_7_2(
      String wait, String hold, String grantedWait, String grantedHold, String requests) {
    Answer answer =
        server
            .client()
            .create("to='localhost' ver='1.6' wait='%s' hold='%s'".formatted(wait, hold));
    assertThat(answer.attribute("wait")).isEqualTo(grantedWait);
    assertThat(answer.attribute("hold")).isEqualTo(grantedHold);
    assertThat(answer.attribute("requests")).isEqualTo(requests);
  }

  @ParameterizedTest
  @CsvSource({"1.6,1.6", "1.10,1.10", "1.11,1.11", "1.12,1.11", "2.0,1.11", "0.9,0.9"})
  void theVersionIsTheLowerOfBoth_7_2(String asked, String granted) {
    assertThat(server.client().create("ver='" + asked + "'").attribute("ver")).isEqualTo(granted);
  }

  @Test
  void pollingSessionsMayBeSilentForLonger_12() {
    assertThat(server.client().create("ver='1.6' hold='0'").attribute("inactivity"))
        .isEqualTo("70");
  }

  @Test
  void theClientsContentTypeIsUsedForAllResponses_7_1() {
    BoshClient client = server.client();
    assertThat(client.create("ver='1.6' content='text/plain'").type())
        .isEqualTo("text/plain; charset=utf-8");
    assertThat(client.ask("<x xmlns='urn:x'/>").type()).isEqualTo("text/plain; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/svg+xml", "text/xml&#13;&#10;X-Evil: 1"})
  void aTypeThatABrowserWouldRunOrThatIsNoneIsNotUsed_7_1(String type) {
    assertThat(server.client().create("ver='1.6' content='" + type + "'").type())
        .isEqualTo("text/xml; charset=utf-8");
  }

  @Test
  void routeAndFromAndLanguageAreNothingToThisServer_7_1() {
    assertThat(
            server
                .client()
                .create(USUAL + " route='xmpp:example.com:9999' from='a@b' xml:lang='de'")
                .attribute("sid"))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ver='1'", "ver='a.b'", "wait='soon'", "hold='-1'"})
  void whatIsNoNumberIsABadRequest_17_2(String attribute) {
    String others = attribute.startsWith("ver") ? "" : " ver='1.6'";
    server.client().create(attribute + others).ends("bad-request");
    assertThat(server.endpoint().size()).isZero();
  }

  @Test
  void anotherHostIsUnknown_17_2() {
    Answer answer = server.client().create("to='example.com' ver='1.6'");
    answer.ends("host-unknown");
    assertThat(answer.text()).contains("This server serves 'localhost'");
    assertThat(server.endpoint().size()).isZero();
  }

  @Test
  void aHostWithoutANameIsImproperAddressingAndNoHostIsThisOne_17_2() {
    server.client().create("to='' ver='1.6'").ends("improper-addressing");
    assertThat(server.client().create("ver='1.6'").attribute("from")).isEqualTo("localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "", "x", "9007199254740992", "99999999999999999999"})
  void theFirstIdIsFromOneTo2To53_14_1(String rid) {
    server
        .client()
        .post(
            "<body xmlns='http://jabber.org/protocol/httpbind' ver='1.6' rid='%s'/>".formatted(rid))
        .ends("bad-request");
    assertThat(server.endpoint().size()).isZero();
  }

  @Test
  void theHighestIdIsServed_14_1() {
    BoshClient client = new BoshClient(server.endpoint(), BoshClient.ANYBODY, "", (1L << 53) - 1);
    assertThat(client.create(USUAL).attribute("sid")).isNotNull();
    client.ask("").ends("bad-request");
    assertThat(server.xmpp().sessions().size()).isZero();
  }

  @Test
  void aLegacyClientIsRefusedByStatus_17_1() {
    Answer refused = server.client().create("wait='soon'");
    assertThat(refused.status()).isEqualTo(400);
    BoshClient client = server.client();
    assertThat(client.create("to='localhost'").attribute("ver")).isNull();
    assertThat(client.send(client.rid() + 50, "", "").status()).isEqualTo(404);
  }

  @Test
  void sessionIdsAreLongAndNeverTheSame_19_3() {
    Set<String> sids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      sids.add(String.valueOf(server.client().create(USUAL).attribute("sid")));
    }
    assertThat(sids).hasSize(100).allMatch(sid -> sid.length() == 24);
  }

  @Test
  void thereAreNoMoreSessionsThanAllowed() {
    try (BoshServer small = new BoshServer(BoshLimits.DEFAULT.withSessions(3, 2))) {
      Peer one = new Peer("192.0.2.1", true, null, null);
      BoshClient first = new BoshClient(small.endpoint(), one);
      first.create(USUAL);
      new BoshClient(small.endpoint(), one).create(USUAL);
      Answer third = new BoshClient(small.endpoint(), one).create(USUAL);
      third.ends("policy-violation");
      assertThat(third.text()).contains("resource-constraint", "try again later");

      BoshClient elsewhere =
          new BoshClient(small.endpoint(), new Peer("192.0.2.2", true, null, null));
      assertThat(elsewhere.create(USUAL).attribute("sid")).isNotNull();
      new BoshClient(small.endpoint(), new Peer("192.0.2.3", true, null, null))
          .create(USUAL)
          .ends("policy-violation");

      first.with("type='terminate'", "");
      assertThat(new BoshClient(small.endpoint(), one).create(USUAL).attribute("sid")).isNotNull();
    }
  }

  @Test
  void refusedSessionsLeaveNothing() {
    try (BoshServer small = new BoshServer(BoshLimits.DEFAULT.withSessions(3, 3))) {
      for (int i = 0; i < 20; i++) {
        small.client().create("to='example.com' ver='1.6'").ends("host-unknown");
      }
      assertThat(small.client().create(USUAL).attribute("sid")).isNotNull();
    }
  }

  @Test
  void whatBeganUnseenByOthersIsNotGoneOnWithInTheOpen_19_1() {
    BoshClient client = server.client();
    String sid = String.valueOf(client.create(USUAL).attribute("sid"));
    Peer open = new Peer("127.0.0.1", false, null, null);
    new BoshClient(server.endpoint(), open, sid, client.rid()).ask("").ends("item-not-found");
    server.advance(Duration.ofSeconds(1));
    client.ask("").isHeld();
  }
}
