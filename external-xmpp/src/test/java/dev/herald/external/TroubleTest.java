package dev.herald.external;

import static dev.herald.external.Targets.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.external.stream.ConnectionException;
import dev.herald.external.stream.TlsMode;
import dev.herald.interop.EjabberdServer;
import dev.herald.interop.ProsodyServer;
import dev.herald.interop.ServerUnderTest;
import dev.herald.interop.StanzaClient;
import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.PublishRefusedException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with an external server is one sentence, which says how to mend it. */
class TroubleTest {

  private static final NodeOptions OPTIONS = new NodeOptions(100, true);

  @TempDir private Path folder;

  /** The sentence; nothing can be published meanwhile, and that is known at once. */
  private static String trouble(XmppSettings settings) {
    try (XmppNodePublisher target = XmppNodePublisher.open(settings)) {
      assertThatThrownBy(() -> target.publish("/n", "1", payload("1")))
          .isInstanceOf(ConnectionException.class);
      target.createNode("/n", OPTIONS);
      assertThat(target.state().up()).isFalse();
      return target.state().message();
    }
  }

  @Test
  void aWrongPasswordACertificateAndAServiceAreNamed() {
    try (ServerUnderTest server = EjabberdServer.start(folder)) {
      XmppSettings good = Targets.settings(server);
      assertThat(
              trouble(
                  Targets.settings(server, Targets.OWNER.name(), "not-this-one", server.plain())))
          .contains("refuses the password of 'romeo'", "not-authorized", "herald.xmpp.password")
          .doesNotContain("not-this-one");
      assertThat(trouble(good.withTls(TlsMode.STARTTLS, null)))
          .contains("certificate", "is refused", "herald.xmpp.trusted-certificate");
      assertThat(trouble(good.withService("nowhere." + server.domain())))
          .contains("no PubSub service at 'nowhere.", "herald.xmpp.service", "mod_pubsub");
      assertThat(
              trouble(
                  Targets.patient(
                          XmppSettings.component("component." + server.domain(), "wrong-secret"))
                      .withHost("127.0.0.3", server.components().orElseThrow().getPort())))
          .contains("does not take the component", "herald.xmpp.component-secret")
          .doesNotContain("wrong-secret");
      assertThat(trouble(good.withHost("127.0.0.9", server.plain().getPort())))
          .contains("cannot be reached", "herald.xmpp.host");
    }
  }

  @Test
  void aServerThatLetsNobodyCreateNodesIsNamedWithTheSettingToChange() {
    try (ServerUnderTest server =
            EjabberdServer.start(
                folder,
                "access_rules:\n  nobody:\n    - deny: all\n",
                "access_createnode: nobody");
        XmppNodePublisher target = XmppNodePublisher.open(Targets.settings(server))) {
      assertThatThrownBy(() -> target.publish("/n", "1", payload("1")))
          .isInstanceOf(DeniedException.class)
          .hasMessageContaining("romeo@ejabberd.test may not create '/n'")
          .hasMessageContaining("access_createnode");
      assertThat(target.state().up()).isFalse();
      assertThat(target.state().message()).contains("may not create '/n'");
    }
  }

  @Test
  void whoIsNoAdministratorOfProsodysServiceIsToldSo() {
    try (ServerUnderTest server = ProsodyServer.start(folder);
        XmppNodePublisher target =
            XmppNodePublisher.open(
                Targets.settings(
                    server,
                    Targets.SUBSCRIBER.name(),
                    Targets.SUBSCRIBER.password(),
                    server.plain()))) {
      assertThatThrownBy(() -> target.publish("/n", "1", payload("1")))
          .isInstanceOf(DeniedException.class)
          .hasMessageContaining("juliet@prosody.test may not create '/n'")
          .hasMessageContaining("admins");
    }
  }

  @Test
  void anothersNodeIsTriedAgainUntilItMayBePublishedTo() {
    try (ServerUnderTest server = EjabberdServer.start(folder);
        StanzaClient other = StanzaClient.login(server, Targets.SUBSCRIBER);
        XmppNodePublisher target = XmppNodePublisher.open(Targets.settings(server))) {
      ask(other, server, "", "<create node='/n'/>");

      assertThatThrownBy(() -> publish(target, "/n", "1"))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(DeniedException.class)
          .hasMessageContaining("romeo@ejabberd.test may not publish to '/n'");
      assertThat(target.state().up()).isFalse();

      ask(
          other,
          server,
          "#owner",
          "<affiliations node='/n'><affiliation jid='romeo@ejabberd.test' affiliation='publisher'/></affiliations>");
      publish(target, "/n", "1");
      assertThat(target.state().up()).as(target.state().message()).isTrue();
    }
  }

  @Test
  void aNodeThatIsConfiguredOtherwiseIsReportedOnceAndChanged() {
    try (ServerUnderTest server = EjabberdServer.start(folder, "", "max_items_node: 50");
        StanzaClient owner = StanzaClient.login(server, Targets.OWNER);
        Logged logged = new Logged();
        XmppNodePublisher target = XmppNodePublisher.open(Targets.settings(server))) {
      ask(
          owner,
          server,
          "",
          "<create node='/n'/><configure><x xmlns='jabber:x:data' type='submit'>"
              + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#node_config</value></field>"
              + "<field var='pubsub#access_model'><value>whitelist</value></field>"
              + "<field var='pubsub#max_items'><value>5</value></field></x></configure>");

      target.createNode("/n", new NodeOptions(20, true));
      assertThat(logged.lines())
          .filteredOn(line -> line.contains("configured otherwise"))
          .singleElement()
          .asString()
          .contains(
              "'/n'", "access_model there whitelist, here open", "max_items there 5, here 20");
      target.createNode("/n", new NodeOptions(20, true));
      assertThat(logged.lines())
          .filteredOn(line -> line.contains("configured otherwise"))
          .hasSize(1);

      target.createNode("/n", new NodeOptions(1_000, true));
      assertThat(logged.lines())
          .filteredOn(line -> line.contains("more than the server allows"))
          .singleElement()
          .asString()
          .contains("1000 items", "max_items_node");
    }
  }

  @Test
  void whatTheServerWouldEndTheConnectionForIsRefusedForGood() {
    try (ServerUnderTest server = EjabberdServer.start(folder);
        XmppNodePublisher target =
            XmppNodePublisher.open(Targets.settings(server).withBounds(1_000, 10_000))) {
      assertThatThrownBy(() -> target.publish("/n", "1", payload("x".repeat(10_000))))
          .isInstanceOf(PublishRefusedException.class)
          .hasMessageContaining("herald.xmpp.stanza-size");
      publish(target, "/n", "2");
    }
  }

  private static void publish(XmppNodePublisher target, String node, String id) {
    target.publish(node, id, payload(id)).toCompletableFuture().join();
  }

  private static void ask(
      StanzaClient client, ServerUnderTest server, String part, String content) {
    assertThat(
            client.ask(
                "<iq type='set' to='%s'><pubsub xmlns='http://jabber.org/protocol/pubsub%s'>%s</pubsub></iq>"
                    .formatted(server.pubSub(), part, content)))
        .hasValueSatisfying(
            answer ->
                assertThat(answer.getDocumentElement().getAttribute("type")).isEqualTo("result"));
  }
}
