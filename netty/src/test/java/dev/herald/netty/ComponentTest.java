package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.session.DisconnectReason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** XEP-0114: a component on a port of its own, which publishes for all addresses of its domain. */
@ExtendWith(Leaks.class)
final class ComponentTest {

  private static final String DOMAIN = "bot.localhost";
  private static final String SECRET = "a long secret";
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");

  private final TestServer server =
      TestServer.withPorts(
          ListenerSettings.loopback(0, null).withComponents(0, Map.of(DOMAIN, SECRET)),
          Transport.best());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void itPublishesAndIsToldOfWhatItsAddressesSubscribe() throws Exception {
    try (Wire component = connected();
        TcpClient client = TcpClient.login(Wire.plain(server.tcp())).subscribed()) {
      component
          .send(
              pubSub(
                  "x@" + DOMAIN + "/r", "s", "<subscribe node='/news' jid='x@" + DOMAIN + "/r'/>"))
          .until("id=\"s\"");
      String answer =
          component
              .send(
                  pubSub(
                      "bot@" + DOMAIN,
                      "p",
                      "<publish node='/news'><item id='1'><x xmlns='urn:x'/></item></publish>"))
              .until("</message>");

      assertThat(answer)
          .contains("<message xmlns=\"jabber:component:accept\"", "to=\"x@" + DOMAIN + "/r\"");
      assertThat(client.wire().until("</message>")).contains("<item id=\"1\">");
    }
  }

  @Test
  void clientsReachItAndItAnswersThem() throws Exception {
    try (Wire component = connected();
        TcpClient client = TcpClient.login(Wire.plain(server.tcp()))) {
      client
          .wire()
          .send(
              "<iq xmlns='jabber:client' type='get' id='v' to='any@"
                  + DOMAIN
                  + "'><query xmlns='jabber:iq:version'/></iq>");
      String asked = component.until("</iq>");
      assertThat(asked).contains("to=\"any@" + DOMAIN + "\"", "xmlns=\"jabber:component:accept\"");
      Matcher from = Pattern.compile("from=\"([^\"]+)\"").matcher(asked);
      assertThat(from.find()).isTrue();
      component.send(
          "<iq type='result' id='v' from='any@%s' to='%s'/>".formatted(DOMAIN, from.group(1)));
      assertThat(client.wire().until("id=\"v\"")).contains("result");
    }
  }

  @Test
  void aWrongHandshakeAnUnknownDomainAndAForeignAddressEndTheStream() throws Exception {
    try (Wire wrong = Wire.plain(port())) {
      wrong.send(header(DOMAIN)).until("\" from=");
      assertThat(wrong.send("<handshake>0000</handshake>").until("</stream:stream>"))
          .contains("<not-authorized");
    }
    try (Wire unknown = Wire.plain(port())) {
      assertThat(unknown.send(header("other.localhost")).until("</stream:stream>"))
          .contains("<host-unknown");
    }
    try (Wire component = connected()) {
      assertThat(
              component
                  .send(
                      pubSub(
                          "ann@localhost",
                          "p",
                          "<publish node='/news'><item><x xmlns='urn:x'/></item></publish>"))
                  .until("</stream:stream>"))
          .contains("<invalid-from");
    }
    try (Wire client = Wire.plain(port())) {
      assertThat(client.send(TcpClient.HEADER).until("</stream:stream>"))
          .contains("<invalid-namespace");
    }
    Wait.until(
        "the wrong handshake is counted", () -> server.ended(DisconnectReason.LOGIN_FAILED) == 1);
  }

  @Test
  void itSubscribesNobodyElseAndASecondOneIsRefused() throws Exception {
    try (Wire component = connected();
        Wire second = Wire.plain(port())) {
      assertThat(
              component
                  .send(pubSub("x@" + DOMAIN, "s", "<subscribe node='/news' jid='a@localhost'/>"))
                  .until("id=\"s\""))
          .isNotEmpty();
      assertThat(component.until("</iq>")).contains("invalid-jid");
      String id = id(second.send(header(DOMAIN)).until("\" from="));
      assertThat(second.send("<handshake>" + hash(id) + "</handshake>").until("</stream:stream>"))
          .contains("<conflict");
    }
  }

  private Wire connected() throws Exception {
    server.xmpp.pubSub().publish(Actor.APPLICATION, TestServer.NODE, "0", "<x xmlns='x'/>");
    Wire component = Wire.plain(port());
    String id = id(component.send(header(DOMAIN)).until("\" from="));
    component.send("<handshake>" + hash(id) + "</handshake>").until("<handshake");
    return component;
  }

  private int port() {
    return server.listeners.componentPort().orElseThrow();
  }

  private static String id(String header) {
    Matcher id = ID.matcher(header);
    assertThat(id.find()).as(header).isTrue();
    return id.group(1);
  }

  private static String header(String domain) {
    return "<stream:stream xmlns='jabber:component:accept'"
        + " xmlns:stream='http://etherx.jabber.org/streams' to='"
        + domain
        + "'>";
  }

  private static String hash(String id) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-1").digest((id + SECRET).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private static String pubSub(String from, String id, String content) {
    return "<iq type='set' id='%s' from='%s' to='pubsub.localhost'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(id, from, "http://jabber.org/protocol/pubsub", content);
  }
}
