package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.Accounts;
import dev.herald.server.sasl.Peer;
import dev.herald.server.session.DisconnectReason;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6120 in the framing of RFC 7395, as literal stanzas. */
class StreamTest {

  private final XmppServer server =
      new XmppServer(
          ServerSettings.defaults().withAnonymous(true),
          (name, password) -> name.equals("joe@example.com") && password.equals("secret"),
          ClientRights.READ_ONLY,
          new MemoryNodeStore());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anonymousUsersGetAnAddressEach() {
    ScriptedClient one = ScriptedClient.anonymous(server);
    ScriptedClient two = ScriptedClient.anonymous(server);

    assertThat(one.jid()).startsWith("anonymous-").endsWith("@localhost/r").isNotEqualTo(two.jid());
    assertThat(server.sessions().size()).isEqualTo(2);
  }

  @Test
  void anonymousIsNotOfferedUnlessAllowed() {
    try (XmppServer closed =
        new XmppServer(
            ServerSettings.defaults(),
            Accounts.NONE,
            ClientRights.READ_ONLY,
            new MemoryNodeStore())) {
      ScriptedClient client = new ScriptedClient(closed, ScriptedClient.anybody());
      assertThat(client.open()).doesNotContain("<mechanism>");
      client.send(ScriptedClient.auth("ANONYMOUS", ""));
      assertThat(client.next()).contains("<invalid-mechanism/>");
    }
  }

  @Test
  void anAccountsNameIsEscapedInItsAddress() {
    ScriptedClient client = new ScriptedClient(server, ScriptedClient.anybody());
    client.login("PLAIN", "\0joe@example.com\0secret");
    assertThat(client.jid()).isEqualTo("joe\\40example.com@localhost/r");
  }

  @Test
  void plainIsOfferedOnlyWhereNobodyCanReadAlong() {
    ScriptedClient client = new ScriptedClient(server, new Peer("192.0.2.1", false, null, null));
    assertThat(client.open()).contains("ANONYMOUS").doesNotContain("PLAIN");
  }

  @Test
  void theThirdFailedLoginEndsTheStream() throws Exception {
    ScriptedClient client = new ScriptedClient(server, ScriptedClient.anybody());
    client.open();
    for (int i = 0; i < 3; i++) {
      client.send(ScriptedClient.auth("PLAIN", "\0joe@example.com\0wrong"));
      assertThat(client.next()).contains("<not-authorized/>");
    }
    assertThat(client.awaitClosed()).isEqualTo("1008 login-failed: policy-violation");
    assertThat(server.sessions().disconnects(DisconnectReason.LOGIN_FAILED)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "ann@localhost"})
  void anAuthenticatedPrincipalNeedsNoPassword(String authorizationIdentity) {
    ScriptedClient client =
        new ScriptedClient(server, new Peer("192.0.2.1", false, "ann", "login"));
    client.login("EXTERNAL", authorizationIdentity);
    assertThat(client.jid()).isEqualTo("ann@localhost/r");
  }

  @Test
  void aPrincipalCannotBeSomebodyElse() {
    ScriptedClient client =
        new ScriptedClient(server, new Peer("192.0.2.1", false, "ann", "login"));
    client.open();
    client.send(ScriptedClient.auth("EXTERNAL", "joe@localhost"));
    assertThat(client.next()).contains("<invalid-authzid/>");
  }

  @Test
  void aMechanismWithoutItsFirstMessageIsAskedForIt() {
    ScriptedClient client =
        new ScriptedClient(server, new Peer("192.0.2.1", false, "ann", "login"));
    client.open();
    client.send("<auth xmlns='" + Namespaces.SASL + "' mechanism='EXTERNAL'/>");
    assertThat(client.next()).contains("<challenge");
    client.send("<response xmlns='" + Namespaces.SASL + "'/>");
    assertThat(client.next()).contains("<success");
  }

  @Test
  void anonymousNeedsNoMessage() {
    ScriptedClient client = new ScriptedClient(server, ScriptedClient.anybody());
    client.open();
    client.send("<auth xmlns='" + Namespaces.SASL + "' mechanism='ANONYMOUS'/>");
    assertThat(client.next()).contains("<success");
  }

  @Test
  void theEndOfALoginEndsItsStreams() {
    ScriptedClient ann = new ScriptedClient(server, new Peer("192.0.2.1", true, "ann", "login-1"));
    ann.login("EXTERNAL", "");
    ScriptedClient other =
        new ScriptedClient(server, new Peer("192.0.2.1", true, "ann", "login-2"));
    other.login("EXTERNAL", "");

    server.sessions().endLogin("login-1");

    assertThat(ann.next()).contains("<not-authorized");
    assertThat(ann.closed()).isEqualTo("1008 logged-out: not-authorized");
    assertThat(other.closed()).isNull();
  }

  @Test
  void aResourceInUseStaysAndTheNewSessionGetsAnother() {
    ScriptedClient one = new ScriptedClient(server, new Peer("127.0.0.1", true, "ann", "l"));
    one.login("EXTERNAL", "");
    ScriptedClient two = new ScriptedClient(server, new Peer("127.0.0.1", true, "ann", "l"));
    two.login("EXTERNAL", "");
    assertThat(one.jid()).isEqualTo("ann@localhost/r");
    assertThat(two.jid()).startsWith("ann@localhost/r-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='elsewhere'/> | host-unknown",
        "<iq xmlns='jabber:client' type='get' id='1'/>                      | bad-format",
        "<!DOCTYPE a><a/>                                                   | restricted-xml",
        "<a><b></a>                                                         | not-well-formed",
      })
  void whatCannotBeginAStreamEndsIt(String xml, String condition) {
    ScriptedClient client = new ScriptedClient(server, ScriptedClient.anybody());
    client.send(xml);
    assertThat(client.closed()).isEqualTo("1008 protocol-error: " + condition);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<iq xmlns='jabber:server' type='get' id='1'/>                       | unsupported-stanza-type",
        "<hello xmlns='jabber:client'/>                                      | unsupported-stanza-type",
        "<iq xmlns='jabber:client' from='joe@localhost' type='get' id='1'/>  | invalid-from",
        "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>                 | unsupported-stanza-type",
      })
  void whatNoStanzaMayBeEndsTheStreamAndHarmsNobodyElse(String xml, String condition) {
    ScriptedClient other = ScriptedClient.anonymous(server);
    ScriptedClient client = ScriptedClient.anonymous(server);
    client.send(xml);
    assertThat(client.closed()).isEqualTo("1008 protocol-error: " + condition);
    assertThat(server.sessions().disconnects(DisconnectReason.PROTOCOL_ERROR)).isEqualTo(1);
    other.send("<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>");
    assertThat(other.next()).contains("type=\"result\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<iq xmlns='jabber:client' type='get' id='1'><x xmlns='urn:x'/></iq>           | service-unavailable",
        "<iq xmlns='jabber:client' type='get' id='1' to='a.b'><x xmlns='urn:x'/></iq>  | remote-server-not-found",
        "<iq xmlns='jabber:client' type='get' id='1' to='@'><x xmlns='urn:x'/></iq>    | jid-malformed",
        "<iq xmlns='jabber:client' type='get' id='1'/>                                 | bad-request",
        "<iq xmlns='jabber:client' type='what' id='1'><x xmlns='urn:x'/></iq>          | bad-request",
        "<iq xmlns='jabber:client' type='get'><ping xmlns='urn:xmpp:ping'/></iq>       | bad-request",
        "<message xmlns='jabber:client' to='joe@localhost'><body>hi</body></message>   | service-unavailable",
      })
  void whatCannotBeAnsweredIsAnsweredByAnError(String xml, String condition) {
    ScriptedClient client = ScriptedClient.anonymous(server);
    client.send(xml);
    XmlElement error = client.nextElement();
    assertThat(error.attribute("type")).isEqualTo("error");
    assertThat(error.child(Namespaces.CLIENT, "error").orElseThrow().children().get(0).name())
        .isEqualTo(condition);
    assertThat(client.closed()).isNull();
    assertThat(client.hasNothing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<iq xmlns='jabber:client' type='result' id='1'/>",
        "<iq xmlns='jabber:client' type='error' id='1'/>",
        "<message xmlns='jabber:client' type='error'/>",
        "<presence xmlns='jabber:client' type='probe'/>"
      })
  void whatAsksForNothingIsNotAnswered(String xml) {
    ScriptedClient client = ScriptedClient.anonymous(server);
    client.send(xml);
    assertThat(client.hasNothing()).isTrue();
    assertThat(client.closed()).isNull();
  }

  @Test
  void discoLeadsFromTheDomainToTheNodes() {
    server.pubSub().publish(Actor.APPLICATION, "/a", "1", "<x xmlns=''/>");
    ScriptedClient client = ScriptedClient.anonymous(server);
    String items = "http://jabber.org/protocol/disco#items";
    String info = "http://jabber.org/protocol/disco#info";

    assertThat(query(client, "localhost", items, "")).contains("jid=\"pubsub.localhost\"");
    assertThat(query(client, "pubsub.localhost", info, ""))
        .contains("category=\"pubsub\"", "type=\"service\"", Namespaces.PUBSUB + "#publish\"");
    assertThat(query(client, "pubsub.localhost", items, "")).contains("node=\"/a\"");
    assertThat(query(client, "pubsub.localhost", info, "node='/a'")).contains("type=\"leaf\"");
    assertThat(query(client, "pubsub.localhost", items, "node='/a'")).contains("name=\"1\"");
    assertThat(query(client, "pubsub.localhost", info, "node='/b'")).contains("item-not-found");
  }

  @Test
  void whenTheServerStopsItSaysSo() {
    ScriptedClient client = ScriptedClient.anonymous(server);
    server.close();
    assertThat(client.next()).contains("<system-shutdown");
    assertThat(client.next()).startsWith("<close ");
    assertThat(client.closed()).isEqualTo("1001 shutdown: system-shutdown");
  }

  private static String query(
      ScriptedClient client, String to, String namespace, String attributes) {
    client.send(
        "<iq xmlns='jabber:client' type='get' id='1' to='%s'><query xmlns='%s' %s/></iq>"
            .formatted(to, namespace, attributes));
    return client.next();
  }
}
