package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.Peer;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.Jid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stream, a user and an address may take up, to the edge; others are served meanwhile. */
class StreamLimitsTest {

  private static final String PING =
      "<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>";
  private static final String FULL = "1013 too-many-sessions: resource-constraint";
  private static final String SLOW = "1008 slow-consumer: policy-violation";
  private static final String FLOOD = "1008 rate-limit: policy-violation";

  private final List<XmppServer> servers = new ArrayList<>();
  private final CountDownLatch checked = new CountDownLatch(1);

  @AfterEach
  void stop() {
    servers.forEach(XmppServer::close);
  }

  private XmppServer server(StreamLimits limits) {
    return server(ServerSettings.defaults().withStreams(limits));
  }

  private XmppServer server(ServerSettings settings) {
    XmppServer server =
        new XmppServer(
            settings.withAnonymous(true),
            (name, password) -> isChecked(),
            ClientRights.READ_ONLY,
            new MemoryNodeStore());
    server.pubSub().create(Actor.APPLICATION, "/a");
    servers.add(server);
    return server;
  }

  private boolean isChecked() {
    try {
      return checked.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void oneSessionMoreThanTheServersIsToldSo() {
    XmppServer server = server(StreamLimits.DEFAULT.withSessions(2, 100, 100));
    ScriptedClient first = ScriptedClient.anonymous(server);
    ScriptedClient second = ScriptedClient.anonymous(server);
    ScriptedClient third = from(server, "127.0.0.1");
    assertThat(third.next()).contains("<resource-constraint", "The server has too many sessions");
    assertThat(third.closed()).isEqualTo(FULL);
    assertThat(server.sessions().disconnects(DisconnectReason.TOO_MANY_SESSIONS)).isEqualTo(1);
    second.ping();
    first.leave();
    ScriptedClient.anonymous(server).ping();
  }

  @Test
  void oneSessionMoreThanAnAddressMayHaveIsToldSo() {
    XmppServer server = server(StreamLimits.DEFAULT.withSessions(100, 100, 2));
    ScriptedClient first = from(server, "2001:db8::1");
    from(server, "2001:db8::2").open();
    ScriptedClient third = from(server, "2001:db8::3");
    assertThat(third.next()).contains("<resource-constraint", "Your address has too many");
    assertThat(third.closed()).isEqualTo(FULL);
    assertThat(server.sessions().disconnects(DisconnectReason.TOO_MANY_SESSIONS)).isEqualTo(1);
    from(server, "2001:db8:0:1::1").open();
    for (int i = 0; i < 3; i++) {
      ScriptedClient.anonymous(server);
    }
    first.leave();
    from(server, "2001:db8::4").open();
  }

  @Test
  void oneSessionMoreThanAUserMayHaveGetsNoResource() {
    XmppServer server = server(StreamLimits.DEFAULT.withSessions(100, 2, 100));
    ScriptedClient first = ScriptedClient.user(server, "ann");
    ScriptedClient.user(server, "ann");
    ScriptedClient third = new ScriptedClient(server, new Peer("127.0.0.1", true, "ann", "login"));
    third.authenticate("EXTERNAL", "");
    assertThat(third.bind().toString())
        .contains("<resource-constraint", "ann@localhost has its limit of 2 sessions");
    ScriptedClient.user(server, "bob").ping();
    first.leave();
    assertThat(third.bind().attribute("type")).isEqualTo("result");
    third.ping();
  }

  @Test
  void oneLoginMoreThanMayWaitIsAskedToTryLaterAndOthersLogIn() {
    XmppServer server = server(StreamLimits.DEFAULT.withPendingLogins(1));
    List<ScriptedClient> waiting = new ArrayList<>();
    // As many are being checked as there are processors; one waits.
    for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
      ScriptedClient client = from(server, "127.0.0.1");
      client.open();
      waiting.add(client.send(ScriptedClient.auth("PLAIN", "\0joe\0secret")));
    }
    ScriptedClient late = from(server, "127.0.0.1");
    late.open();
    // More often than logins may fail, for these do not count.
    for (int i = 0; i < 12; i++) {
      late.send(ScriptedClient.auth("PLAIN", "\0joe\0secret"));
      assertThat(late.next()).contains("<temporary-auth-failure/>");
    }
    ScriptedClient.user(server, "ann").ping();
    checked.countDown();
    waiting.forEach(client -> assertThat(client.next()).contains("<success"));
    late.send(ScriptedClient.auth("PLAIN", "\0joe\0secret"));
    assertThat(late.next()).contains("<success");
  }

  @Test
  void whoSendsTooManyStanzasIsToWaitAndEndsWhenTheTransportCannot() {
    XmppServer server = server(StreamLimits.DEFAULT.withRate(5, 1_000_000));
    ScriptedClient other = ScriptedClient.anonymous(server);
    ScriptedClient flood = ScriptedClient.anonymous(server);
    int sent = 0;
    for (; sent < 40; sent++) {
      flood.ping();
    }
    assertThat(flood.heard(1)).isZero();
    long pause = 0;
    for (; flood.closed() == null && sent < 10_000; sent++) {
      flood.send(PING);
      pause = Math.max(pause, flood.heard(1));
    }
    // Ten seconds' worth, and what ten seconds more would be; the login is two stanzas.
    assertThat(sent).isBetween(98, 9_999);
    assertThat(pause).isBetween(TimeUnit.SECONDS.toNanos(9), TimeUnit.SECONDS.toNanos(11));
    assertThat(flood.closed()).isEqualTo(FLOOD);
    assertThat(server.sessions().disconnects(DisconnectReason.RATE_LIMIT)).isEqualTo(1);
    other.ping();
  }

  @Test
  void whoSendsTooManyBytesIsToWaitAndEndsWhenTheTransportCannot() {
    XmppServer server = server(StreamLimits.DEFAULT.withRate(1_000, 1_000));
    ScriptedClient other = ScriptedClient.anonymous(server);
    ScriptedClient flood = ScriptedClient.anonymous(server);
    assertThat(flood.heard(10_000)).isZero();
    assertThat(flood.heard(9_000)).isPositive().isLessThan(TimeUnit.SECONDS.toNanos(9) + 1);
    assertThat(flood.closed()).isNull();
    flood.heard(20_000);
    assertThat(flood.closed()).isEqualTo(FLOOD);
    assertThat(server.sessions().disconnects(DisconnectReason.RATE_LIMIT)).isEqualTo(1);
    other.ping();
  }

  @Test
  void whoIsSilentIsPingedAndStaysWhenItAnswers() {
    XmppServer server =
        server(
            StreamLimits.DEFAULT.withTimeouts(
                Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(20)));
    ScriptedClient client = ScriptedClient.anonymous(server);
    for (int i = 0; i < 2; i++) {
      String ping = client.next();
      assertThat(ping).contains("urn:xmpp:ping", "id=\"ping-");
      String id = ping.replaceAll("(?s).*id=\"(ping-[^\"]*)\".*", "$1");
      client.send("<iq xmlns='jabber:client' type='result' id='" + id + "'/>");
    }
    assertThat(client.closed()).isNull();
    assertThat(server.sessions().size()).isEqualTo(1);
  }

  @Test
  void oneStanzaMoreThanMayWaitForItsAcknowledgementEndsTheStream() {
    XmppServer server = server(StreamLimits.DEFAULT.withResumption(3, Duration.ofMinutes(1)));
    ScriptedClient other = subscriber(server);
    ScriptedClient client = subscriber(server);
    client.send("<enable xmlns='urn:xmpp:sm:3'/>");
    assertThat(client.next()).contains("<enabled");
    publish(server, 3);
    client.send("<a xmlns='urn:xmpp:sm:3' h='2'/>");
    publish(server, 2);
    assertThat(client.closed()).isNull();
    publish(server, 1);
    assertThat(client.closed()).isEqualTo(SLOW);
    assertThat(server.sessions().disconnects(DisconnectReason.SLOW_CONSUMER)).isEqualTo(1);
    for (int i = 0; i < 6; i++) {
      assertThat(other.next()).contains("<item ");
    }
    other.ping();
  }

  @Test
  void moreBytesThanMayWaitForTheirAcknowledgementEndTheStream() {
    XmppServer server = server(ServerSettings.defaults().withOutboundBytes(2_000));
    ScriptedClient client = subscriber(server);
    client.send("<enable xmlns='urn:xmpp:sm:3'/>");
    assertThat(client.next()).contains("<enabled");
    publish(server, 2);
    assertThat(client.closed()).isNull();
    publish(server, 1);
    assertThat(client.closed()).isEqualTo(SLOW);
  }

  @Test
  void withoutTimeForResumptionAStreamEndsWithItsConnection() {
    XmppServer server = server(StreamLimits.DEFAULT.withResumption(10, Duration.ZERO));
    ScriptedClient client = ScriptedClient.anonymous(server);
    client.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
    assertThat(client.next()).contains("<enabled").doesNotContain("resume");
    client.leave();
    assertThat(server.sessions().size()).isZero();
    assertThat(server.sessions().disconnects(DisconnectReason.CONNECTION_LOST)).isEqualTo(1);
  }

  private static ScriptedClient from(XmppServer server, String address) {
    return new ScriptedClient(server, new Peer(address, true, null, null));
  }

  private static ScriptedClient subscriber(XmppServer server) {
    ScriptedClient client = ScriptedClient.anonymous(server);
    server
        .pubSub()
        .async()
        .subscribers()
        .subscribe(Actor.APPLICATION, "/a", Jid.parse(client.jid()), OptionValues.INITIAL)
        .join();
    return client;
  }

  /** Of a good thousand bytes each. */
  private static void publish(XmppServer server, int items) {
    for (int i = 0; i < items; i++) {
      String payload = "<x xmlns=''>" + "x".repeat(1_000) + "</x>";
      server.pubSub().publish(Actor.APPLICATION, "/a", "1", payload);
    }
  }
}
