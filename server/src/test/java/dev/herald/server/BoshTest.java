package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.bosh.BoshRequest;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.Accounts;
import dev.herald.server.sasl.Peer;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** XEP-0124 and XEP-0206 without HTTP: each request is a future of its response. */
class BoshTest {

  private static final Peer ANYBODY = new Peer("127.0.0.1", true, null, null);

  private final XmppServer server =
      new XmppServer(
          ServerSettings.defaults().withAnonymous(true).withOutboundBytes(10_000),
          Accounts.NONE,
          ClientRights.READ_ONLY,
          new MemoryNodeStore());

  private long rid = 1000;
  private String sid = "";

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aSessionIsCreatedWithWhatWasAgreed_7() {
    XmlElement body = create(60);
    assertThat(body.attributes())
        .containsEntry("wait", "60")
        .containsEntry("hold", "1")
        .containsEntry("requests", "2")
        .containsEntry("ver", "1.6")
        .containsEntry("from", "localhost");
    assertThat(body.child(Namespaces.STREAMS, "features")).isPresent();
  }

  @Test
  void aNotificationAnswersTheRequestThatIsHeld() throws Exception {
    String jid = login(60);
    subscribe(jid);
    CompletableFuture<String> held = request("");
    assertThat(held).isNotDone();

    server.pubSub().publish(Actor.APPLICATION, "/a", "1", "<x xmlns='urn:x'/>");

    assertThat(held.get(5, TimeUnit.SECONDS)).contains("<item id=\"1\">");
  }

  @Test
  void aSecondRequestReleasesTheFirst_11() throws Exception {
    login(60);
    CompletableFuture<String> first = request("");
    assertThat(first).isNotDone();
    CompletableFuture<String> second = request("<presence xmlns='jabber:client' type='probe'/>");
    assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo(empty());
    assertThat(second).isNotDone();
  }

  @Test
  void aRequestIsHeldNoLongerThanAgreed_7() throws Exception {
    login(1);
    assertThat(request("").get(30, TimeUnit.SECONDS)).isEqualTo(empty());
  }

  @Test
  void requestsAreHandledInTheOrderOfTheirIds_14_2() throws Exception {
    String jid = login(60);
    server.pubSub().create(Actor.APPLICATION, "/a");
    long first = rid++;
    long second = rid++;
    // The later one arrives first: it must wait, or it would unsubscribe what is not subscribed.
    CompletableFuture<String> later = send(second, pubSub("u", "unsubscribe", jid));
    assertThat(later).isNotDone();
    CompletableFuture<String> earlier = send(first, pubSub("s", "subscribe", jid));
    String both = earlier.get(5, TimeUnit.SECONDS);
    assertThat(both).contains("id=\"s\"").contains("id=\"u\"").doesNotContain("type=\"error\"");
  }

  @Test
  void aRequestThatIsRepeatedGetsTheSameResponseAndIsNotHandledAgain_14_3() throws Exception {
    login(60);
    long repeated = rid++;
    String ping = iq("p", "<ping xmlns='urn:xmpp:ping'/>");
    String first = send(repeated, ping).get(5, TimeUnit.SECONDS);
    assertThat(first).contains("id=\"p\"");
    assertThat(send(repeated, ping).get(5, TimeUnit.SECONDS)).isEqualTo(first);
    CompletableFuture<String> next = request("");
    assertThat(next).isNotDone();
  }

  @Test
  void aHeldRequestThatIsRepeatedIsAnsweredOnItsNewConnection() throws Exception {
    String jid = login(60);
    subscribe(jid);
    long held = rid++;
    CompletableFuture<String> lost = send(held, "");
    CompletableFuture<String> again = send(held, "");
    assertThat(lost).isDone();
    server.pubSub().publish(Actor.APPLICATION, "/a", "1", "");
    assertThat(again.get(5, TimeUnit.SECONDS)).contains("<item id=\"1\">");
  }

  @Test
  void anIdFarAheadEndsTheSession_14_2() throws Exception {
    login(60);
    assertThat(send(rid + 10, "").get(5, TimeUnit.SECONDS))
        .contains("type=\"terminate\"", "item-not-found");
    assertThat(server.sessions().size()).isZero();
  }

  @Test
  void aSessionIdIsUselessToAnotherPrincipal() throws Exception {
    login(60);
    CompletableFuture<String> stolen = new CompletableFuture<>();
    server
        .bosh()
        .handle(
            new BoshRequest(body(rid, ""), new Peer("127.0.0.1", true, "joe", "other")),
            stolen::complete);
    assertThat(stolen.get(5, TimeUnit.SECONDS)).contains("item-not-found");
    assertThat(server.sessions().size()).isEqualTo(1);
    assertThat(request("")).isNotDone();
  }

  @Test
  void theClientEndsItsSession_13() throws Exception {
    login(60);
    CompletableFuture<String> held = request("");
    CompletableFuture<String> last = new CompletableFuture<>();
    server
        .bosh()
        .handle(
            new BoshRequest(
                "<body xmlns='http://jabber.org/protocol/httpbind' type='terminate' sid='%s' rid='%d'/>"
                    .formatted(sid, rid),
                ANYBODY),
            last::complete);
    assertThat(held.get(5, TimeUnit.SECONDS)).contains("terminate");
    assertThat(last.get(5, TimeUnit.SECONDS)).isEqualTo(empty());
    assertThat(server.sessions().disconnects(DisconnectReason.CLIENT_CLOSED)).isEqualTo(1);
    assertThat(server.bosh().size()).isZero();
  }

  @Test
  void aStreamErrorIsTheLastWord_XEP_0206_6() throws Exception {
    login(60);
    assertThat(request("<hello xmlns='jabber:client'/>").get(5, TimeUnit.SECONDS))
        .contains("condition=\"remote-stream-error\"", "<unsupported-stanza-type");
    assertThat(server.sessions().size()).isZero();
  }

  @Test
  void whoDoesNotFetchIsCutOff() throws Exception {
    String jid = login(60);
    subscribe(jid);
    request("").cancel(false);
    for (int i = 0; i < 100; i++) {
      server
          .pubSub()
          .publish(Actor.APPLICATION, "/a", "" + i, "<x xmlns=''>" + "x".repeat(500) + "</x>");
    }
    assertThat(server.sessions().disconnects(DisconnectReason.SLOW_CONSUMER)).isEqualTo(1);
    assertThat(server.bosh().size()).isZero();
  }

  @Test
  void whatIsNoRequestOfBoshIsRefused() throws Exception {
    for (String wrong :
        new String[] {"", "<body/>", "hello", "<!DOCTYPE a><a/>", "<a xmlns='urn:a'/>"}) {
      CompletableFuture<String> response = new CompletableFuture<>();
      server.bosh().handle(new BoshRequest(wrong, ANYBODY), response::complete);
      assertThat(response.get(5, TimeUnit.SECONDS)).contains("type=\"terminate\"");
    }
    CompletableFuture<String> response = new CompletableFuture<>();
    server
        .bosh()
        .handle(
            new BoshRequest("<body xmlns='http://jabber.org/protocol/httpbind'/>", ANYBODY),
            response::complete);
    assertThat(response.get(5, TimeUnit.SECONDS)).contains("bad-request");
    assertThat(server.sessions().size()).isZero();
  }

  @Test
  void nobodyLoggedInWithinTheTimeForItMeansTheEnd() throws Exception {
    try (XmppServer hasty =
        new XmppServer(
            ServerSettings.defaults()
                .withAnonymous(true)
                .withStreams(
                    StreamLimits.DEFAULT.withTimeouts(
                        Duration.ofMillis(50), Duration.ofMinutes(1), Duration.ofMinutes(1))),
            Accounts.NONE,
            ClientRights.READ_ONLY,
            new MemoryNodeStore())) {
      CompletableFuture<String> created = new CompletableFuture<>();
      hasty.bosh().handle(new BoshRequest(creation(60), ANYBODY), created::complete);
      sid = String.valueOf(parse(created).attribute("sid"));
      rid++;
      CompletableFuture<String> end = new CompletableFuture<>();
      hasty.bosh().handle(new BoshRequest(body(rid++, ""), ANYBODY), end::complete);
      assertThat(end.get(30, TimeUnit.SECONDS)).contains("<connection-timeout");
      assertThat(hasty.sessions().disconnects(DisconnectReason.LOGIN_TIMEOUT)).isEqualTo(1);
    }
  }

  private XmlElement create(int wait) {
    CompletableFuture<String> response = new CompletableFuture<>();
    server.bosh().handle(new BoshRequest(creation(wait), ANYBODY), response::complete);
    rid++;
    try {
      XmlElement body = parse(response);
      sid = String.valueOf(body.attribute("sid"));
      return body;
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private String creation(int wait) {
    return ("<body xmlns='http://jabber.org/protocol/httpbind' rid='%d' to='localhost' wait='%d'"
            + " hold='1' ver='1.6' xmlns:xmpp='urn:xmpp:xbosh' xmpp:version='1.0'/>")
        .formatted(rid, wait);
  }

  private String login(int wait) throws Exception {
    create(wait);
    assertThat(request(ScriptedClient.auth("ANONYMOUS", "")).get(5, TimeUnit.SECONDS))
        .contains("<success");
    CompletableFuture<String> restarted = new CompletableFuture<>();
    server
        .bosh()
        .handle(
            new BoshRequest(
                ("<body xmlns='http://jabber.org/protocol/httpbind' rid='%d' sid='%s'"
                        + " xmlns:xmpp='urn:xmpp:xbosh' xmpp:restart='true'/>")
                    .formatted(rid++, sid),
                ANYBODY),
            restarted::complete);
    assertThat(restarted.get(5, TimeUnit.SECONDS)).contains("urn:ietf:params:xml:ns:xmpp-bind");
    return parse(
            request(iq("b", "<bind xmlns='" + Namespaces.BIND + "'/>").replace("'get'", "'set'")))
        .text();
  }

  private void subscribe(String jid) throws Exception {
    server.pubSub().create(Actor.APPLICATION, "/a");
    assertThat(request(pubSub("s", "subscribe", jid)).get(5, TimeUnit.SECONDS))
        .contains("subscription=\"subscribed\"");
  }

  private static String pubSub(String id, String action, String jid) {
    return ("<iq xmlns='jabber:client' type='set' id='%s' to='pubsub.localhost'>"
            + "<pubsub xmlns='%s'><%s node='/a' jid='%s'/></pubsub></iq>")
        .formatted(id, Namespaces.PUBSUB, action, jid);
  }

  private static String iq(String id, String payload) {
    return "<iq xmlns='jabber:client' type='get' id='" + id + "'>" + payload + "</iq>";
  }

  private CompletableFuture<String> request(String stanzas) {
    return send(rid++, stanzas);
  }

  private CompletableFuture<String> send(long id, String stanzas) {
    CompletableFuture<String> response = new CompletableFuture<>();
    server.bosh().handle(new BoshRequest(body(id, stanzas), ANYBODY), response::complete);
    return response;
  }

  private String body(long id, String stanzas) {
    return "<body xmlns='http://jabber.org/protocol/httpbind' rid='%d' sid='%s'>%s</body>"
        .formatted(id, sid, stanzas);
  }

  private static String empty() {
    return "<body xmlns=\"http://jabber.org/protocol/httpbind\"/>";
  }

  private static XmlElement parse(CompletableFuture<String> response)
      throws InterruptedException, ExecutionException, TimeoutException {
    return XmlStreamReader.parseDocument(response.get(5, TimeUnit.SECONDS), XmlLimits.DEFAULT);
  }
}
