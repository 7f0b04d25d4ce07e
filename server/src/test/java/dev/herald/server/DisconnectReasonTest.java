package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.bosh.BoshLimits;
import dev.herald.server.bosh.BoshRequest;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.MemoryAccountStore;
import dev.herald.server.sasl.Peer;
import dev.herald.server.sasl.SaslSettings;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each reason is counted once when its cause happens, and no other is. One that is new has to be
 * given its cause here, or this does not compile.
 */
class DisconnectReasonTest {

  /** Few sessions, stanzas and bytes, so that they are soon too many. */
  private static final StreamLimits LIMITS =
      StreamLimits.DEFAULT
          .withSessions(2, 2, 2)
          .withRate(1_000, 1_000)
          .withResumption(1, Duration.ofSeconds(1));

  private interface Cause {
    void happensTo(XmppServer server) throws Exception;
  }

  private static Cause causeOf(DisconnectReason reason) {
    return switch (reason) {
      case CLIENT_CLOSED ->
          server -> ann(server).send("<close xmlns='" + Namespaces.FRAMING + "'/>");
      case CONNECTION_LOST -> server -> ann(server).leave();
      case SHUTDOWN ->
          server -> {
            ann(server);
            server.close();
          };
      case SLOW_CONSUMER ->
          server -> {
            ScriptedClient ann = ann(server);
            manage(ann);
            ann.ping();
            ann.send("<iq xmlns='jabber:client' type='get' id='unacknowledged'/>");
            assertThat(ann.closed()).isEqualTo("1008 slow-consumer: policy-violation");
          };
      case LOGIN_TIMEOUT -> server -> stranger(server).open();
      case LOGIN_FAILED ->
          server -> {
            ScriptedClient stranger = stranger(server);
            stranger.open();
            for (int i = 0; i < 5; i++) {
              stranger.send(ScriptedClient.auth("PLAIN", "\0joe\0wrong"));
              assertThat(stranger.next()).contains("<not-authorized/>");
            }
          };
      case LOGGED_OUT ->
          server -> {
            ann(server);
            server.sessions().endLogin("login");
          };
      case ACCOUNT_REMOVED ->
          server -> {
            ScriptedClient joe = stranger(server);
            joe.login("PLAIN", "\0joe\0secret");
            joe.send(
                "<iq xmlns='jabber:client' type='set' id='1'>"
                    + "<query xmlns='jabber:iq:register'><remove/></query></iq>");
          };
      case INACTIVE ->
          server ->
              server
                  .bosh()
                  .handle(
                      new BoshRequest(
                          "<body xmlns='http://jabber.org/protocol/httpbind' rid='1' ver='1.6'/>",
                          ScriptedClient.anybody()),
                      created -> assertThat(created).contains("sid="));
      case PROTOCOL_ERROR -> server -> ann(server).send("<a><b></a>");
      case IDLE_TIMEOUT -> server -> assertThat(ann(server).next()).contains("urn:xmpp:ping");
      case RESUMPTION_TIMEOUT ->
          server -> {
            ScriptedClient ann = ann(server);
            manage(ann);
            ann.leave();
            assertThat(server.sessions().size()).isEqualTo(1);
          };
      case RESUMED_ELSEWHERE ->
          server -> {
            ScriptedClient ann = ann(server);
            String id = manage(ann);
            ScriptedClient again =
                new ScriptedClient(server, new Peer("127.0.0.1", true, "ann", "login"));
            again.authenticate("EXTERNAL", "");
            again.send("<resume xmlns='urn:xmpp:sm:3' h='0' previd='" + id + "'/>");
            assertThat(again.next()).contains("<resumed");
            assertThat(ann.closed()).isEqualTo("1000 resumed-elsewhere: conflict");
            again.ping();
          };
      case RATE_LIMIT -> server -> ann(server).heard(30_000);
      // What it is only a transport can say; TlsTest of the netty module makes it happen.
      case TLS_FAILED, REMOTE_CLOSED, REMOTE_LOST -> server -> stranger(server).lost(reason);
      case TOO_MANY_SESSIONS ->
          server -> {
            ScriptedClient ann = ann(server);
            stranger(server);
            stranger(server);
            ann.ping();
          };
    };
  }

  @ParameterizedTest
  @EnumSource
  void isCounted(DisconnectReason reason) throws Exception {
    MemoryAccountStore accounts = MemoryAccountStore.of(Map.of("joe", "secret"));
    try (XmppServer server =
        new XmppServer(
            new ServerSettings(
                "localhost",
                "pubsub.localhost",
                true,
                XmlLimits.DEFAULT,
                PubSubLimits.DEFAULT,
                limits(reason),
                BoshLimits.DEFAULT.withInactivity(Duration.ofSeconds(1)),
                100_000),
            SaslSettings.of("localhost").withScramAccounts(accounts),
            Optional.of(accounts),
            ClientRights.READ_ONLY,
            new MemoryNodeStore())) {
      causeOf(reason).happensTo(server);
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (server.sessions().disconnects(reason) == 0 && System.nanoTime() < end) {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
      for (DisconnectReason each : DisconnectReason.values()) {
        assertThat(server.sessions().disconnects(each))
            .as("%s, after %s", each, reason)
            .isEqualTo(each == reason ? 1 : 0);
      }
    }
  }

  private static StreamLimits limits(DisconnectReason reason) {
    Duration never = Duration.ofMinutes(5);
    return switch (reason) {
      case LOGIN_TIMEOUT -> LIMITS.withTimeouts(Duration.ofMillis(100), never, never);
      case IDLE_TIMEOUT ->
          LIMITS.withTimeouts(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(1));
      default -> LIMITS;
    };
  }

  private static ScriptedClient ann(XmppServer server) {
    return ScriptedClient.user(server, "ann");
  }

  private static ScriptedClient stranger(XmppServer server) {
    return new ScriptedClient(server, ScriptedClient.anybody());
  }

  /** Begins stream management; with the id to resume the stream by. */
  private static String manage(ScriptedClient client) {
    client.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
    return String.valueOf(client.nextElement().attribute("id"));
  }
}
