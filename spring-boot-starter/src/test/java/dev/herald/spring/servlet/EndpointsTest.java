package dev.herald.spring.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.PubSub;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.session.DisconnectReason;
import dev.herald.spring.notes.NoteStore;
import dev.herald.spring.notes.NotesApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The endpoints as bytes on real sockets, and what hostile clients get there. */
@SpringBootTest(
    classes = NotesApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "herald.anonymous=true",
      "herald.limits.outbound=200KB",
      "spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
          + "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration"
    })
class EndpointsTest {

  @LocalServerPort private int port;
  @Autowired private XmppServer server;
  @Autowired private NoteStore notes;
  @Autowired private PubSub pubSub;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void hostMetaSaysWhereTheEndpointsAre() throws Exception {
    HttpResponse<String> json = get("/.well-known/host-meta.json");
    assertThat(json.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
    assertThat(json.body())
        .contains(
            "\"urn:herald:domain\":\"localhost\"", "\"urn:herald:service\":\"pubsub.localhost\"")
        .contains(
            "ws://localhost:" + port + "/xmpp-websocket",
            "http://localhost:" + port + "/http-bind");
    HttpResponse<String> xml = get("/.well-known/host-meta");
    assertThat(xml.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/xrd+xml");
    assertThat(xml.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(xml.body())
        .contains(
            "<Link rel='urn:xmpp:alt-connections:websocket' href='ws://localhost:"
                + port
                + "/xmpp-websocket'/>");
    assertThat(get("/herald/herald.js").headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/javascript");
    assertThat(get("/herald/herald.d.ts").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /xmpp-websocket, '',                   426",
    "GET,  /http-bind,      '',                   405",
    "POST, /http-bind,      http://evil.example,  403",
  })
  void whatIsNoXmppIsAnsweredByAStatus(String method, String path, String origin, int status)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.ofString(""));
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(status);
  }

  @Test
  void aForeignPageCannotOpenAWebSocket() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(port)) {
      assertThat(socket.handshake("http://evil.example", "xmpp")).startsWith("HTTP/1.1 403");
    }
    try (RawWebSocket socket = new RawWebSocket(port)) {
      assertThat(socket.handshake("http://localhost:" + port, "chat")).startsWith("HTTP/1.1 400");
    }
    try (RawWebSocket socket = new RawWebSocket(port)) {
      assertThat(socket.handshake("http://localhost:" + port, "xmpp")).startsWith("HTTP/1.1 101");
    }
  }

  @Test
  void hostileMessagesEndTheirOwnWebSocketByACodeAndHarmNobodyElse() throws Exception {
    try (RawWebSocket other = loggedIn()) {
      other.subscribe("/notes/Note");
      assertEndsWith("<a><b></a>", "not-well-formed", 1008);
      assertEndsWith("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "restricted-xml", 1008);
      assertEndsWith("<a>".repeat(10_000), "policy-violation", 1008);
      assertEndsWith(
          IntStream.range(0, 100_000)
              .mapToObj(i -> " a" + i + "='1'")
              .collect(Collectors.joining("", "<a", "/>")),
          "policy-violation",
          1008);
      assertEndsWith("<hello xmlns='jabber:client'/>", "unsupported-stanza-type", 1008);
      assertEndsWith(
          "<message xmlns='jabber:client'>" + "x".repeat(10_000_000) + "</message>",
          "policy-violation",
          1008);

      notes.save("still here");
      assertThat(other.readUntil("still here")).contains("still here");
    }
  }

  private void assertEndsWith(String message, String condition, int code) throws Exception {
    try (RawWebSocket socket = loggedIn()) {
      socket.send(message);
      assertThat(socket.readUntilClosed()).contains(condition);
      assertThat(socket.closeCode()).isEqualTo(code);
    }
  }

  @Test
  void hostileBoshRequestsGetAConditionOrAStatus() throws Exception {
    assertThat(bosh("<body").body()).contains("not-well-formed");
    assertThat(bosh("<!DOCTYPE a><a/>").body()).contains("restricted-xml");
    assertThat(bosh("<a>".repeat(10_000)).body()).contains("policy-violation");
    assertThat(bosh("x".repeat(10_000_000)).statusCode()).isEqualTo(413);
    assertThat(
            bosh("<body xmlns='http://jabber.org/protocol/httpbind' rid='1' sid='none'/>").body())
        .contains("item-not-found");
  }

  @Test
  void aReaderThatStopsCostsTheSaverNothingAndIsCutOff() throws Exception {
    server.pubSub().create(Actor.APPLICATION, "/flood");
    try (RawWebSocket slow = loggedIn();
        RawWebSocket reader = loggedIn()) {
      slow.subscribe("/flood");
      reader.subscribe("/flood");
      long before = server.sessions().disconnects(DisconnectReason.SLOW_CONSUMER);
      String text = "x".repeat(10_000);
      int published = 0;
      // The kernel's buffers take some MB before a reader that stops shows.
      while (server.sessions().disconnects(DisconnectReason.SLOW_CONSUMER) == before) {
        assertThat(published).as("publishes until the slow one is cut off").isLessThan(5_000);
        pubSub.publish("/flood", "item-" + published, text);
        assertThat(reader.readUntil("item-" + published)).contains(text);
        published++;
      }
      notes.save("saved");
      pubSub.publish("/flood", "last", "after");
      assertThat(reader.readUntil("\"last\"")).contains("after");
      assertThat(server.sessions().disconnects(DisconnectReason.SLOW_CONSUMER))
          .isEqualTo(before + 1);
    }
  }

  private RawWebSocket loggedIn() throws Exception {
    RawWebSocket socket = new RawWebSocket(port);
    assertThat(socket.handshake("http://localhost:" + port, "xmpp")).startsWith("HTTP/1.1 101");
    socket.logIn();
    return socket;
  }

  private HttpResponse<String> bosh(String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri("/http-bind")).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }
}
