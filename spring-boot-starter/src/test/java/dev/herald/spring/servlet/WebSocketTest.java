package dev.herald.spring.servlet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.PubSub;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.session.DisconnectReason;
import dev.herald.spring.notes.NotesApplication;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/** RFC 6455 on the container's sockets: handshake, frames, order, closing. */
@SpringBootTest(
    classes = NotesApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "herald.anonymous=true",
      "herald.limits.outbound=16MB",
      "spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
          + "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration"
    })
class WebSocketTest {

  @LocalServerPort private int port;
  @Autowired private XmppServer server;
  @Autowired private PubSub pubSub;
  @Autowired private WebServerApplicationContext application;

  @Test
  void theHandshakeIsAnsweredAsTheRfcHasIt() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(port)) {
      assertThat(socket.handshake("http://localhost:" + port, "chat, xmpp"))
          .startsWith("HTTP/1.1 101");
      assertThat(socket.headers())
          .contains(
              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Protocol: xmpp")
          .noneMatch(header -> header.startsWith("Sec-WebSocket-Extensions"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Upgrade: websocket,             Upgrade: other,                    426",
    "Connection: Upgrade,            Connection: close,                 400",
    "Sec-WebSocket-Version: 13,      Sec-WebSocket-Version: 8,          426",
    "Sec-WebSocket-Version: 13,      X-None: 13,                        426",
    "dGhlIHNhbXBsZSBub25jZQ==,       dGhlIHNhbXBsZSBub25jZQ,            101",
    "dGhlIHNhbXBsZSBub25jZQ==,       c2hvcnQ=,                          400",
    "dGhlIHNhbXBsZSBub25jZQ==,       no-base-64,                        400",
    "Sec-WebSocket-Protocol: xmpp,   Sec-WebSocket-Protocol: xmppx,     400",
    "Sec-WebSocket-Protocol: xmpp,   X-None: xmpp,                      400"
  })
  void aHandshakeThatIsNoneIsAnsweredByAStatus(String header, String instead, int status)
      throws Exception {
    String request =
        """
        GET /xmpp-websocket HTTP/1.1
        Host: localhost
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Protocol: xmpp

        """;
    try (RawWebSocket socket = new RawWebSocket(port)) {
      assertThat(socket.handshake(request.replace(header, instead)))
          .startsWith("HTTP/1.1 " + status);
      if (header.contains("Version")) {
        assertThat(socket.headers()).contains("Sec-WebSocket-Version: 13");
      }
    }
  }

  @Test
  void aMessageMayComeInFragmentsWithAPingBetween() throws Exception {
    try (RawWebSocket socket = loggedIn()) {
      socket.sendFrame(0x01, "<iq xmlns='jabber:client' type='get'");
      socket.sendFrame(0x89, "are you there");
      assertThat(socket.readPong()).isEqualTo("are you there");
      socket.sendFrame(0x00, " id='fragments' to='localhost'>");
      socket.sendFrame(0x8A, "unasked");
      socket.sendFrame(0x80, "<ping xmlns='urn:xmpp:ping'/></iq>");
      assertThat(socket.readUntil("fragments")).contains("type=\"result\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "compressed,  C18100000000 61,            1002",
    "unmasked,    8101 61,                    1002",
    "binary,      828100000000 61,            1003",
    "huge,        81FF 000000007FFFFFFF 00000000, 1009",
    "longest,     81FF 7FFFFFFFFFFFFFFF 00000000, 1009"
  })
  void aFrameThatIsNoneEndsItsWebSocketOnly(String what, String hex, int code) throws Exception {
    server.pubSub().create(Actor.APPLICATION, "/violated/" + what);
    try (RawWebSocket socket = loggedIn();
        RawWebSocket other = loggedIn()) {
      other.subscribe("/violated/" + what);
      long before = server.sessions().disconnects(DisconnectReason.PROTOCOL_ERROR);
      socket.sendBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
      // One that still sends gets the answer all the same.
      socket.sendBytes(new byte[1_000_000]);
      socket.readUntilClosed();
      assertThat(socket.closeCode()).as(what).isEqualTo(code);
      assertThat(socket.isClosedByPeer()).isTrue();
      await().until(() -> server.sessions().disconnects(DisconnectReason.PROTOCOL_ERROR) > before);

      pubSub.publish("/violated/" + what, "still here");
      assertThat(other.readUntil("still here")).contains("still here");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "03E8 627965, 1000, CLIENT_CLOSED",
    "03E9,        1001, CLIENT_CLOSED",
    "'',          1005, CLIENT_CLOSED",
    "0FA0,        4000, CONNECTION_LOST"
  })
  void aCloseIsAnsweredAndEndsTheSession(String hex, int answer, DisconnectReason reason)
      throws Exception {
    try (RawWebSocket socket = loggedIn()) {
      long before = server.sessions().disconnects(reason);
      socket.sendFrame(0x88, HexFormat.of().parseHex(hex.replace(" ", "")));
      socket.readUntilClosed();
      assertThat(socket.closeCode()).isEqualTo(answer);
      assertThat(socket.isClosedByPeer()).isTrue();
      await().until(() -> server.sessions().disconnects(reason) > before);
    }
  }

  @Test
  void theEndOfAStreamClosesTheWebSocketWithItsReason() throws Exception {
    try (RawWebSocket socket = loggedIn()) {
      socket.send("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
      assertThat(socket.readUntilClosed()).contains("<close");
      assertThat(socket.closeCode()).isEqualTo(1000);
      assertThat(socket.closeReason()).isEqualTo("client-closed");
      // Not answered: the server does not wait for ever.
      assertThat(socket.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void aConnectionThatBreaksIsNoticed() throws Exception {
    long before = server.sessions().disconnects(DisconnectReason.CONNECTION_LOST);
    loggedIn().close();
    await().until(() -> server.sessions().disconnects(DisconnectReason.CONNECTION_LOST) > before);
  }

  @Test
  void whatManyPublishAtOnceComesToAllInTheOrderOfEachNode() throws Exception {
    int nodes = 4;
    int readers = 8;
    int items = 500;
    long seed = new Random().nextLong();
    System.out.println("WebSocketTest: seed " + seed);
    List<String> names = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      names.add("/order/" + node);
      server.pubSub().create(Actor.APPLICATION, names.get(node));
    }
    ExecutorService threads = Executors.newFixedThreadPool(nodes + readers);
    List<RawWebSocket> sockets = new ArrayList<>();
    try {
      List<Future<List<AtomicInteger>>> seen = new ArrayList<>();
      for (int reader = 0; reader < readers; reader++) {
        RawWebSocket socket = loggedIn();
        sockets.add(socket);
        for (String name : names) {
          socket.subscribe(name);
        }
      }
      List<Future<?>> published = new ArrayList<>();
      CountDownLatch start = new CountDownLatch(1);
      for (RawWebSocket socket : sockets) {
        seen.add(threads.submit(read(socket, start, nodes, items)));
      }
      for (int node = 0; node < nodes; node++) {
        Random random = new Random(seed + node);
        String name = names.get(node);
        published.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int item = 0; item < items; item++) {
                    pubSub.publish(name, "i" + item, "x".repeat(random.nextInt(3000)));
                  }
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> one : published) {
        one.get(60, TimeUnit.SECONDS);
      }
      for (Future<List<AtomicInteger>> one : seen) {
        assertThat(one.get(60, TimeUnit.SECONDS))
            .as("seed %d", seed)
            .allSatisfy(count -> assertThat(count.get()).isEqualTo(items));
      }
    } finally {
      for (RawWebSocket socket : sockets) {
        socket.close();
      }
      threads.shutdownNow();
    }
  }

  private static Callable<List<AtomicInteger>> read(
      RawWebSocket socket, CountDownLatch start, int nodes, int items) {
    return () -> {
      List<AtomicInteger> next = new ArrayList<>();
      for (int node = 0; node < nodes; node++) {
        next.add(new AtomicInteger());
      }
      start.await();
      for (int count = 0; count < nodes * items; count++) {
        String message = socket.readUntil("/order/");
        int node = message.charAt(message.indexOf("/order/") + 7) - '0';
        assertThat(message).contains("\"i" + next.get(node).getAndIncrement() + "\"");
      }
      return next;
    };
  }

  @Test
  void aLargeAnswerComesWholeToASlowReader() throws Exception {
    server.pubSub().create(Actor.APPLICATION, "/large");
    String text = "y".repeat(20_000);
    for (int item = 0; item < 200; item++) {
      pubSub.publish("/large", "i" + item, text);
    }
    await().until(() -> server.pubSub().items(Actor.APPLICATION, "/large").size() == 200);
    try (RawWebSocket socket = loggedIn()) {
      socket.send(
          "<iq xmlns='jabber:client' type='get' id='all' to='pubsub.localhost'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='/large'/></pubsub></iq>");
      String answer = socket.readUntil("id=\"all\"");
      assertThat(answer).hasSizeGreaterThan(4_000_000).endsWith("</iq>");
    }
  }

  @Test
  void theSocketOfAReaderThatStopsIsClosed() throws Exception {
    server.pubSub().create(Actor.APPLICATION, "/stopped");
    try (RawWebSocket slow = loggedIn()) {
      slow.subscribe("/stopped");
      long open = openSockets();
      long before = server.sessions().disconnects(DisconnectReason.SLOW_CONSUMER);
      String text = "<entry>" + "x".repeat(50_000) + "</entry>";
      for (int item = 0;
          server.sessions().disconnects(DisconnectReason.SLOW_CONSUMER) == before;
          item++) {
        assertThat(item).as("publishes until the slow one is cut off").isLessThan(2_000);
        server.pubSub().publish(Actor.APPLICATION, "/stopped", "i" + item, text);
      }
      // It does not even read now.
      await().until(() -> openSockets() < open);
      assertThat(slow.isClosedByPeer()).isTrue();
    }
  }

  private long openSockets() {
    TomcatWebServer tomcat = (TomcatWebServer) requireNonNull(application.getWebServer());
    return ((AbstractProtocol<?>) tomcat.getTomcat().getConnector().getProtocolHandler())
        .getConnectionCount();
  }

  private RawWebSocket loggedIn() throws Exception {
    RawWebSocket socket = new RawWebSocket(port);
    assertThat(socket.handshake("http://localhost:" + port, "xmpp")).startsWith("HTTP/1.1 101");
    socket.logIn();
    return socket;
  }
}
