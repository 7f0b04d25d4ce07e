package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.MemoryAccountStore;
import dev.herald.server.sasl.Peer;
import dev.herald.server.sasl.SaslSettings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** XEP-0077 as literal stanzas. */
class RegistrationTest {

  private final MemoryAccountStore accounts =
      MemoryAccountStore.of(Map.of("ann", "old secret"), 12);
  private final XmppServer server =
      new XmppServer(
          ServerSettings.defaults(),
          SaslSettings.of("localhost").withScramAccounts(accounts),
          Optional.of(accounts),
          ClientRights.READ_ONLY,
          new MemoryNodeStore());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anAccountIsMadeBeforeTheLoginAndCanLogIn_3_1() {
    ScriptedClient client = stranger("127.0.0.1");
    assertThat(client.open()).contains("http://jabber.org/features/iq-register", "SCRAM-SHA-256");
    client.send(register("get", ""));
    assertThat(client.next()).contains("<username/>", "<password/>", "<instructions>");
    client.send(register("set", "<username>Bob</username><password>a secret</password>"));
    assertThat(client.next()).contains("type=\"result\"");
    client.send(ScriptedClient.auth("PLAIN", "\0bob\0a secret"));
    assertThat(client.next()).contains("<success");
    assertThat(accounts.find("bob").orElseThrow().toString()).doesNotContain("a secret");
  }

  @Test
  void whatCannotBeAnAccountIsRefused_3_1() {
    ScriptedClient client = stranger("127.0.0.1");
    client.open();
    client.send(register("set", "<username>ann</username><password>x</password>"));
    assertThat(client.next()).contains("<conflict");
    client.send(register("set", "<password>x</password>"));
    assertThat(client.next()).contains("<not-acceptable");
    client.send(register("set", "<username>bob</username>"));
    assertThat(client.next()).contains("<not-acceptable");
    client.send(
        register(
            "set",
            "<username>bo\u0007b</username><password>x</password>".replace("\u0007", "&#9;")));
    assertThat(client.next()).contains("<jid-malformed");
  }

  @Test
  void anAddressMakesTenAccountsAnHour() {
    ScriptedClient client = stranger("192.0.2.1");
    client.open();
    for (int i = 0; i < 10; i++) {
      client.send(register("set", "<username>b" + i + "</username><password>x</password>"));
      assertThat(client.next()).contains("type=\"result\"");
    }
    client.send(register("set", "<username>one-more</username><password>x</password>"));
    assertThat(client.next()).contains("<resource-constraint");
  }

  @Test
  void aServerWithAllTheAccountsThatItMayHaveSaysSoAndServesThem() {
    ScriptedClient client = stranger("127.0.0.1");
    client.open();
    for (int i = 0; i < 12; i++) {
      client.send(register("set", "<username>b" + i + "</username><password>x</password>"));
      assertThat(client.next()).contains("type=\"result\"");
    }
    client.send(register("set", "<username>one-more</username><password>x</password>"));
    assertThat(client.next()).contains("<resource-constraint", "one-more");
    client.send(ScriptedClient.auth("PLAIN", "\0b11\0x"));
    assertThat(client.next()).contains("<success");
    ScriptedClient ann = stranger("127.0.0.1");
    ann.login("PLAIN", "\0ann\0old secret");
    ann.send(register("set", "<remove/>"));
    assertThat(ann.next()).contains("type=\"result\"");
    ScriptedClient next = stranger("127.0.0.1");
    next.open();
    next.send(register("set", "<username>one-more</username><password>x</password>"));
    assertThat(next.next()).contains("type=\"result\"");
  }

  @Test
  void aPasswordIsChangedAndOnlyTheOwn_3_3() {
    ScriptedClient client = stranger("127.0.0.1");
    client.login("PLAIN", "\0ann\0old secret");
    client.send(register("get", ""));
    assertThat(client.next()).contains("<registered/>", "<username>ann</username>");
    client.send(register("set", "<username>bob</username><password>x</password>"));
    assertThat(client.next()).contains("<not-allowed");
    client.send(register("set", "<username>ann</username><password>new secret</password>"));
    assertThat(client.next()).contains("type=\"result\"");
    stranger("127.0.0.1").login("PLAIN", "\0ann\0new secret");
  }

  @Test
  void anAccountIsRemovedAndItsStreamsEndAfterTheAnswer_3_2() throws Exception {
    ScriptedClient client = stranger("127.0.0.1");
    client.login("PLAIN", "\0ann\0old secret");
    client.send(register("set", "<remove/>"));
    assertThat(client.next()).contains("type=\"result\"");
    assertThat(client.awaitClosed()).contains("account-removed");
    assertThat(accounts.find("ann")).isEmpty();
  }

  private ScriptedClient stranger(String address) {
    return new ScriptedClient(server, new Peer(address, true, null, null));
  }

  private static String register(String type, String content) {
    return "<iq xmlns='jabber:client' type='%s' id='1'><query xmlns='jabber:iq:register'>%s</query></iq>"
        .formatted(type, content);
  }
}
