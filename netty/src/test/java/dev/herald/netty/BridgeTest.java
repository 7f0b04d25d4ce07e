package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.session.StreamLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both sides of a bridge, literally: headers, features, errors and ends. */
@ExtendWith(Leaks.class)
final class BridgeTest {

  private static final String CLOSE = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";

  private static String body(String created, int rid, String content) {
    return BridgeFixture.body(BridgeFixture.sid(created), rid, content);
  }

  @Test
  void theHeadersOfBothSidesAreHandedOn() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket()) {
      client.send(
          "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' from='ann@localhost'"
              + " xml:lang='fr' version='1.0'/>");
      try (Wire server = Wire.accepted(bridge.server)) {
        server.until("<stream:stream");
        assertThat(server.until(">"))
            .contains("xmlns=\"jabber:client\"")
            .contains("to=\"localhost\"")
            .contains("from=\"ann@localhost\"")
            .contains("xml:lang=\"fr\"")
            .contains("version=\"1.0\"");
        server.send(BridgeFixture.HEADER);
        assertThat(client.until("<open"))
            .contains("from=\"localhost\"")
            .contains("id=\"i1\"")
            .contains("xml:lang=\"de\"")
            .contains("version=\"1.0\"");
      }
    }
  }

  @Test
  void theHeaderOverBoshHasItsLanguageAndItsAnswerTheServersId() throws Exception {
    try (BridgeFixture bridge = BridgeFixture.open()) {
      CompletableFuture<String> created = bridge.posted(BridgeFixture.CREATE);
      try (Wire server = Wire.accepted(bridge.server)) {
        server.until("<stream:stream");
        assertThat(server.until(">")).contains("to=\"localhost\"").contains("xml:lang=\"fr\"");
        server.send(BridgeFixture.HEADER + BridgeFixture.FEATURES);
        assertThat(created.join())
            .contains("from=\"localhost\"")
            .contains("authid=\"i1\"")
            .contains("<stream:features")
            .contains("ANONYMOUS");
      }
    }
  }

  @Test
  void aNewHeaderFollowsASuccessfulLogin() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket();
        Wire server = bridge.opened(client)) {
      client.send(TcpClient.ANONYMOUS);
      server.until("ANONYMOUS");
      server.send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
      client.until("<success");
      client.send(WebSocketClient.OPEN);
      server.until("<stream:stream");
      server.send(BridgeFixture.HEADER.replace("i1", "i2") + "<stream:features/>");
      assertThat(client.until("<open")).contains("id=\"i2\"");
      client.until("features");
      client.send(WebSocketClient.OPEN);
      client.until("unsupported-stanza-type");
    }
  }

  @Test
  void featuresOfTheConnectionToTheServerAreNotTheClients() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket()) {
      client.send(WebSocketClient.OPEN);
      try (Wire server = bridge.accept()) {
        server.send(
            BridgeFixture.HEADER
                + "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
                + "<compression xmlns='http://jabber.org/features/compress'><method>zlib</method>"
                + "</compression><sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'/>"
                + "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                + "<mechanism>SCRAM-SHA-1-PLUS</mechanism><mechanism>SCRAM-SHA-1</mechanism>"
                + "</mechanisms><sm xmlns='urn:xmpp:sm:3'/></stream:features>");
        assertThat(client.until("features"))
            .isEqualTo(
                "<stream:features xmlns:stream=\"http://etherx.jabber.org/streams\">"
                    + "<mechanisms xmlns=\"urn:ietf:params:xml:ns:xmpp-sasl\">"
                    + "<mechanism>SCRAM-SHA-1</mechanism></mechanisms>"
                    + "<sm xmlns=\"urn:xmpp:sm:3\"/></stream:features>");
      }
    }
  }

  @Test
  void stanzasAreOfJabberClientOnBothSides() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket();
        Wire server = bridge.opened(client)) {
      client.send("<message xmlns='jabber:client' id='a'><x xmlns='urn:x'>é&amp;</x></message>");
      assertThat(server.until("</message>"))
          .isEqualTo("<message id=\"a\"><x xmlns=\"urn:x\">Ã©&amp;</x></message>");
      server.send("<message id='b'><body>hi</body></message><r xmlns='urn:xmpp:sm:3'/>");
      assertThat(client.until("message"))
          .isEqualTo("<message xmlns=\"jabber:client\" id=\"b\"><body>hi</body></message>");
      assertThat(client.until("<r")).isEqualTo("<r xmlns=\"urn:xmpp:sm:3\"/>");
    }
  }

  @Test
  void whatWouldChangeTheConnectionToTheServerEndsTheStream() throws IOException {
    for (String refused :
        new String[] {
          TcpClient.STARTTLS,
          "<compress xmlns='http://jabber.org/protocol/compress'><method>zlib</method></compress>"
        }) {
      try (BridgeFixture bridge = BridgeFixture.open();
          WebSocketClient client = bridge.webSocket();
          Wire server = bridge.opened(client)) {
        client.send(refused);
        client.until("unsupported-stanza-type");
        assertThat(server.rest()).isEqualTo("</stream:stream>");
      }
    }
  }

  @Test
  void anErrorOfTheServersIsTheClientsOverWebSocket() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket();
        Wire server = bridge.opened(client)) {
      server.send(
          "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
              + "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>Replaced</text>"
              + "<why xmlns='urn:x'/></stream:error></stream:stream>");
      assertThat(client.until("error")).contains("<conflict").contains("Replaced").contains("<why");
      client.until("<close");
      assertThat(client.untilClose().closeCode()).isEqualTo(1000);
      assertThat(server.rest()).isEqualTo("</stream:stream>");
      Wait.until("nothing is left", () -> bridge.bridge.streams() == 0);
    }
  }

  @Test
  void anErrorOfTheServersIsTheClientsOverBosh() throws Exception {
    try (BridgeFixture bridge = BridgeFixture.open()) {
      CompletableFuture<String> created = bridge.posted(BridgeFixture.CREATE);
      try (Wire server = bridge.accept()) {
        server.send(BridgeFixture.HEADER + BridgeFixture.FEATURES);
        CompletableFuture<String> waiting = bridge.posted(body(created.join(), 2, ""));
        server.send(
            "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
        assertThat(waiting.join())
            .contains("type=\"terminate\"")
            .contains("condition=\"remote-stream-error\"")
            .contains("<conflict");
      }
    }
  }

  @Test
  void theEndOfTheClientsStreamWaitsForTheServers() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket();
        Wire server = bridge.opened(client)) {
      client.send("<presence xmlns='jabber:client' type='unavailable'/>").send(CLOSE);
      assertThat(server.until("</stream:stream>"))
          .isEqualTo("<presence type=\"unavailable\"/></stream:stream>");
      server.send("<message id='last'/></stream:stream>");
      client.until("last");
      client.until("<close");
      assertThat(client.untilClose().closeCode()).isEqualTo(1000);
      assertThat(server.rest()).isEmpty();
    }
  }

  @Test
  void aServerThatDoesNotAnswerTheEndIsNotWaitedForLong() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket();
        Wire server = bridge.opened(client)) {
      client.send(CLOSE);
      client.until("<close");
      assertThat(server.rest()).isEqualTo("</stream:stream>");
    }
  }

  @Test
  void aTerminatedBoshSessionEndsTheServersStream() throws Exception {
    try (BridgeFixture bridge = BridgeFixture.open()) {
      CompletableFuture<String> created = bridge.posted(BridgeFixture.CREATE);
      try (Wire server = bridge.accept()) {
        server.send(BridgeFixture.HEADER + BridgeFixture.FEATURES);
        CompletableFuture<String> answer =
            bridge.posted(
                body(created.join(), 2, "<presence xmlns='jabber:client'/>")
                    .replace("rid=", "type='terminate' rid="));
        assertThat(server.until("</stream:stream>")).isEqualTo("<presence/></stream:stream>");
        server.send("</stream:stream>");
        assertThat(answer.join()).contains("terminate");
        Wait.until("nothing is left", () -> bridge.bridge.streams() == 0);
      }
    }
  }

  @Test
  void aClientThatVanishesLeavesItsStreamToBeResumed() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket();
        Wire server = bridge.opened(client)) {
      client.send("<message xmlns='jabber:client' id='last'/>");
      client.wire().close();
      assertThat(server.rest()).isEqualTo("<message id=\"last\"/>");
      Wait.until("nothing is left", () -> bridge.bridge.streams() == 0);
    }
  }

  @Test
  void aServerThatVanishesLeavesTheStreamToBeResumed() throws IOException {
    try (LogCapture log = LogCapture.of("dev.herald");
        BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket()) {
      try (Wire server = bridge.opened(client)) {
        server.send("<message id='last'/><mess");
        client.until("last");
      }
      WebSocketClient.Frame next = client.next();
      // No <close/> before it, which would end the stream (RFC 7395, section 3.6.1).
      assertThat(next.opcode()).isEqualTo(0x88);
      assertThat(next.closeCode()).isEqualTo(1001);
      assertThat(next.data()).endsWith("remote-lost");
      assertThat(log.says("INFO", "remote-lost", "127.0.0.1")).isTrue();
      assertThat(bridge.bridge.streams()).isZero();
    }
  }

  @Test
  void aServerThatVanishesIsToldOverBosh() throws Exception {
    try (BridgeFixture bridge = BridgeFixture.open()) {
      CompletableFuture<String> created = bridge.posted(BridgeFixture.CREATE);
      CompletableFuture<String> waiting;
      try (Wire server = bridge.accept()) {
        server.send(BridgeFixture.HEADER + BridgeFixture.FEATURES);
        waiting = bridge.posted(body(created.join(), 2, ""));
      }
      assertThat(waiting.join()).contains("terminate").contains("remote-connection-failed");
    }
  }

  @Test
  void aServerThatIsNotThereIsToldAndLogged() throws Exception {
    try (LogCapture log = LogCapture.of("dev.herald");
        BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket()) {
      bridge.server.close();
      client.send(WebSocketClient.OPEN);
      client.until("<open");
      client.until("remote-connection-failed");
      client.until("<close");
      assertThat(bridge.post(BridgeFixture.CREATE))
          .contains("terminate")
          .contains("remote-connection-failed");
      assertThat(log.says("WARN", "127.0.0.1:", "cannot be reached")).isTrue();
    }
  }

  @Test
  void anotherDomainIsRefusedAndTheServerNotAsked() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket()) {
      client.send(WebSocketClient.OPEN.replace("localhost", "other.example"));
      client.until("<open");
      client.until("host-unknown");
      assertThat(bridge.bridge.streams()).isZero();
    }
  }

  @Test
  void stanzasBeforeTheStreamAreRefused() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket()) {
      client.send(TcpClient.ping("p"));
      client.until("not-authorized");
    }
  }

  @Test
  void aWebSocketThatSaysNothingIsEnded() throws IOException {
    try (BridgeFixture bridge =
            BridgeFixture.with(
                StreamLimits.DEFAULT.withTimeouts(
                    Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofSeconds(1)));
        WebSocketClient client = bridge.webSocket()) {
      client.until("connection-timeout");
      assertThat(client.untilClose().closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void silenceIsFollowedByAPingToTheClientAndWhitespaceToTheServer() throws IOException {
    try (BridgeFixture bridge =
            BridgeFixture.with(
                StreamLimits.DEFAULT.withTimeouts(
                    Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofMillis(800)));
        WebSocketClient client = bridge.webSocket();
        Wire server = bridge.opened(client)) {
      assertThat(client.next().opcode()).as("a ping").isEqualTo(0x89);
      client.send(0x8A, new byte[0]);
      assertThat(client.next().opcode()).as("a ping after an answer").isEqualTo(0x89);
      assertThat(client.untilClose().data()).as("no answer").endsWith("idle-timeout");
      assertThat(server.rest()).isNotEmpty().isBlank();
    }
  }

  @Test
  void theStreamsOverTheLimitAreRefused() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.with(StreamLimits.DEFAULT.withSessions(2, 2, 2));
        WebSocketClient first = bridge.webSocket();
        WebSocketClient second = bridge.webSocket();
        Wire server = bridge.opened(first)) {
      WebSocketClient third = bridge.webSocket();
      third.until("resource-constraint");
      assertThat(third.untilClose().closeCode()).isEqualTo(1013);
      second.wire().close();
      Wait.until("there is room", () -> bridge.bridge.streams() == 1);
      try (WebSocketClient fourth = bridge.webSocket();
          Wire another = bridge.opened(fourth)) {
        another.send("<message id='in'/>");
        fourth.until("in");
      }
      server.send("<message id='on'/>");
      first.until("on");
    }
  }

  @Test
  void theEndOfTheBridgeIsToldToBothSides() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket();
        Wire server = bridge.opened(client)) {
      CompletableFuture<Void> ended = CompletableFuture.runAsync(bridge.bridge::close);
      client.until("system-shutdown");
      client.until("<close");
      assertThat(server.rest()).isEqualTo("</stream:stream>");
      client.wire().close();
      ended.join();
    }
  }

  @Test
  void hostMetaSaysWhereTheEndpointsAreAndOtherSitesAreNotLetIn() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        Wire meta = Wire.plain(bridge.bridge.httpPort());
        Wire foreign = Wire.plain(bridge.bridge.httpPort())) {
      meta.send("GET /.well-known/host-meta HTTP/1.1\r\nHost: here.example\r\n\r\n");
      assertThat(meta.until("</XRD>"))
          .contains("ws://here.example/xmpp-websocket")
          .contains("http://here.example/http-bind")
          .contains("pubsub.localhost");
      foreign.send(WebSocketClient.handshake("Origin: https://evil.example\r\n"));
      assertThat(foreign.until("\r\n\r\n")).startsWith("HTTP/1.1 403");
    }
  }
}
