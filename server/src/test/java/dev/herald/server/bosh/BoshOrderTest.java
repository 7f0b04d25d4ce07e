package dev.herald.server.bosh;

import static dev.herald.server.bosh.BoshClient.ping;
import static dev.herald.server.bosh.BoshClient.presence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.session.DisconnectReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** XEP-0124, section 14: the order of requests, and requests that are sent once more. */
class BoshOrderTest {

  private static final String HOLDS_TWO = "to='localhost' wait='60' hold='2' ver='1.6'";

  private final BoshServer server = new BoshServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void requestsWithinTheWindowAreHandledInTheOrderOfTheirIds_14_2() {
    BoshClient client = server.client();
    client.login(HOLDS_TWO);
    long rid = client.rid();
    Answer third = client.send(rid + 2, "", ping("c"));
    Answer second = client.send(rid + 1, "", ping("b"));
    third.isHeld();
    second.isHeld();
    Answer first = client.send(rid, "", ping("a"));
    assertThat(first.text()).containsSubsequence("id=\"a\"", "id=\"b\"", "id=\"c\"");
    second.isHeld();
    third.isHeld();
  }

  @Test
  void anIdBeyondTheWindowEndsTheSession_14_2() {
    BoshClient client = server.loggedIn();
    client.send(client.rid() + 2, "", "").ends("item-not-found");
    assertThat(server.ended(DisconnectReason.PROTOCOL_ERROR)).isEqualTo(1);
    client.ask("").ends("item-not-found");
  }

  @Test
  void anyResponseOfTheWindowIsSentOnceMore_14_3() {
    BoshClient client = server.client();
    client.login(HOLDS_TWO);
    long rid = client.rid();
    String[] first = new String[3];
    for (int i = 0; i < 3; i++) {
      first[i] = client.ask(ping("p" + i)).text();
    }
    for (int i = 0; i < 3; i++) {
      assertThat(client.send(rid + i, "", ping("p" + i)).text()).isEqualTo(first[i]);
    }
    assertThat(server.endpoint().size()).isEqualTo(1);
  }

  @Test
  void aResponseThatIsKeptNoLongerEndsTheSession_14_3() {
    BoshClient client = server.loggedIn();
    long rid = client.rid();
    for (int i = 0; i < 5; i++) {
      client.ask(ping("p" + i));
    }
    client.send(rid, "", ping("p0")).ends("item-not-found");
    assertThat(server.xmpp().sessions().size()).isZero();
  }

  @Test
  void aRequestThatIsHeldIsAnsweredOnItsNewConnection_14_3() {
    BoshClient client = server.loggedIn();
    long rid = client.rid();
    Answer lost = client.ask("");
    Answer again = client.send(rid, "", "");
    assertThat(lost.text())
        .isEqualTo("<body xmlns=\"http://jabber.org/protocol/httpbind\" type=\"error\"/>");
    again.isHeld();
    client.ask(presence());
  }

  @Test
  void aRequestThatCameEarlyIsHandledOnceThoughSentTwice_14_3() {
    BoshClient client = server.loggedIn();
    long rid = client.rid();
    Answer early = client.send(rid + 1, "", ping("b"));
    Answer again = client.send(rid + 1, "", ping("b"));
    assertThat(early.attribute("type")).isEqualTo("error");
    Answer first = client.send(rid, "", ping("a"));
    assertThat(first.text()).containsOnlyOnce("id=\"b\"");
    again.isHeld();
  }

  @Test
  void repeatingForEverIsAPolicyViolation_14_3() {
    BoshClient client = server.loggedIn();
    long rid = client.rid();
    String first = client.ask(ping("p")).text();
    for (int i = 0; i < 10; i++) {
      assertThat(client.send(rid, "", ping("p")).text()).isEqualTo(first);
    }
    client.send(rid, "", ping("p")).ends("policy-violation");
  }

  @Test
  void aRequestThatWaitsForOneBeforeItIsToldOfTheEnd_17_2() {
    BoshClient client = server.loggedIn();
    Answer early = client.send(client.rid() + 1, "", presence());
    server.xmpp().sessions().shutdown();
    early.ends("other-request");
    client.ask("").ends("system-shutdown");
  }

  @Test
  void aResponderThatThrowsDoesNoHarm() {
    BoshClient client = server.client();
    String sid = String.valueOf(client.create(BoshServer.USUAL).attribute("sid"));
    long rid = client.rid();
    String body =
        "<body xmlns='http://jabber.org/protocol/httpbind' rid='%d' sid='%s'>%s</body>"
            .formatted(rid, sid, "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    server
        .endpoint()
        .handle(
            new BoshRequest(body, BoshClient.ANYBODY),
            response -> {
              throw new IllegalStateException("gone");
            });
    client.skip(1);
    assertThat(client.post(body).text()).contains("invalid-mechanism");
    client.ask(presence()).ends("remote-stream-error");
  }

  @Test
  void aResponderMayBringTheNextRequest() {
    BoshClient client = server.loggedIn();
    Answer next = new Answer();
    String sent = "<body xmlns='http://jabber.org/protocol/httpbind' rid='%d' sid='%s'>%s</body>";
    String sid = client.sid();
    server
        .endpoint()
        .handle(
            new BoshRequest(sent.formatted(client.rid(), sid, ping("a")), BoshClient.ANYBODY),
            response ->
                server
                    .endpoint()
                    .handle(
                        new BoshRequest(
                            sent.formatted(client.rid() + 1, sid, ping("b")), BoshClient.ANYBODY),
                        next));
    assertThat(next.text()).contains("id=\"b\"").doesNotContain("id=\"a\"");
  }
}
