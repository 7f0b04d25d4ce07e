package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** HTTP/1.1 on the port of WebSocket and BOSH, as literal requests. */
@ExtendWith(Leaks.class)
final class HttpPortTest {

  private static final String HOST = "Host: localhost\r\n";
  private static final String CLOSE = "Connection: close\r\n\r\n";

  private final TestServer server =
      TestServer.withPorts(
          new ListenerSettings(
              InetAddress.getLoopbackAddress(),
              null,
              0,
              null,
              Map.of(),
              null,
              false,
              Set.of("https://shop.example"),
              0),
          Transport.best());

  @AfterEach
  void close() {
    server.close();
  }

  private String ask(String request) throws IOException {
    try (Wire wire = Wire.plain(server.http())) {
      return wire.send(request).rest();
    }
  }

  private static String post(String headers, String body) {
    return "POST /http-bind HTTP/1.1\r\n"
        + HOST
        + headers
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String creation(int rid) {
    return "<body xmlns='http://jabber.org/protocol/httpbind' rid='"
        + rid
        + "' to='localhost' ver='1.6' wait='1' hold='1' xml:lang='en' xmpp:version='1.0'"
        + " xmlns:xmpp='urn:xmpp:xbosh'/>";
  }

  @Test
  void hostMetaIsForPagesOfAnyOrigin() throws IOException {
    String answer = ask("GET /.well-known/host-meta.json HTTP/1.1\r\nHost: h:81\r\n" + CLOSE);
    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .containsIgnoringCase("access-control-allow-origin: *\r\n")
        .contains("ws://h:81/xmpp-websocket");
  }

  @Test
  void behindAProxyPasswordsAreTakenOnlyIfTheWayToItWasTls() throws IOException {
    String close = "Connection: close\r\n";
    assertThat(ask(post(close, creation(1)))).contains("PLAIN");
    String forwarded = close + "X-Forwarded-For: 10.0.0.1, 192.0.2.7\r\n";
    assertThat(ask(post(forwarded, creation(1)))).contains("ANONYMOUS").doesNotContain("PLAIN");
    assertThat(ask(post(forwarded + "X-Forwarded-Proto: https\r\n", creation(1))))
        .contains("PLAIN");
  }

  @Test
  void theAddressThatAProxyHasSeenCountsForLimits() {
    EmbeddedChannel local =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
          }
        };
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.add("X-Forwarded-For", "spoofed, 192.0.2.7");
    assertThat(Peers.of(local, headers).address()).isEqualTo("192.0.2.7");
    headers.set("X-Forwarded-For", "2001:db8:1:2:3:4:5:6");
    assertThat(Peers.of(local, headers).network()).isEqualTo("2001:db8:1:2::/64");
    headers.set("X-Forwarded-For", "no address");
    assertThat(Peers.of(local, headers).address()).isEqualTo("127.0.0.1");
    local.close();
  }

  @Test
  void headIsAnsweredWithoutContent() throws IOException {
    String answer = ask("HEAD /.well-known/host-meta HTTP/1.1\r\n" + HOST + CLOSE);
    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
    assertThat(answer).containsPattern("(?i)content-length: [1-9]");
  }

  @Test
  void whatIsNotThereIs404AndWhatIsNotAllowedIs405() throws IOException {
    assertThat(ask("GET /nothing HTTP/1.1\r\n" + HOST + CLOSE)).startsWith("HTTP/1.1 404 ");
    assertThat(ask("GET /http-bind HTTP/1.1\r\n" + HOST + CLOSE))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("allow: POST, OPTIONS");
    assertThat(ask("DELETE /.well-known/host-meta HTTP/1.1\r\n" + HOST + CLOSE))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("allow: GET, HEAD");
    assertThat(ask("GET /xmpp-websocket HTTP/1.1\r\n" + HOST + CLOSE)).startsWith("HTTP/1.1 426 ");
  }

  @Test
  void anOriginThatIsAllowedMayReadAnotherIsRefused() throws IOException {
    String preflight =
        "OPTIONS /http-bind HTTP/1.1\r\n" + HOST + "Origin: https://shop.example\r\n";
    assertThat(ask(preflight + CLOSE))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("access-control-allow-origin: https://shop.example\r\n")
        .containsIgnoringCase("access-control-allow-credentials: true\r\n");
    String foreign = "Origin: https://evil.example\r\nConnection: close\r\n";
    try (LogCapture log = LogCapture.of("dev.herald")) {
      assertThat(ask(post(foreign, creation(1))))
          .startsWith("HTTP/1.1 403 ")
          .doesNotContainIgnoringCase("access-control-allow-origin");
      assertThat(ask(WebSocketClient.handshake(foreign))).startsWith("HTTP/1.1 403 ");
      assertThat(log.says("WARN", "https://evil.example")).isTrue();
    }
  }

  @Test
  void requestsInOneGoAreAnsweredInTheirOrder() throws IOException {
    try (Wire wire = Wire.plain(server.http())) {
      // The second waits for a second, as its client wants, and the third for the second.
      String first = wire.send(post("", creation(10))).until("</body>");
      String sid = first.replaceAll("(?s).* sid=['\"]([^'\"]+)['\"].*", "$1");
      String empty = "<body xmlns='http://jabber.org/protocol/httpbind' sid='%s' rid='%d'/>";
      wire.send(
          post("", empty.formatted(sid, 11))
              + "GET /nothing HTTP/1.1\r\n"
              + HOST
              + "\r\n"
              + post("Connection: close\r\n", creation(1)));
      String all = wire.rest();
      assertThat(all).startsWith("HTTP/1.1 200 ");
      assertThat(all.indexOf("HTTP/1.1 404 ")).isPositive();
      assertThat(all.indexOf("sid=")).isGreaterThan(all.indexOf("HTTP/1.1 404 "));
      assertThat(all).endsWith("</body>");
    }
  }

  @Test
  void manyRequestsInOneGoAreAllAnswered() throws IOException {
    String one = "GET /nothing HTTP/1.1\r\n" + HOST + "\r\n";
    String all = ask(one.repeat(500) + "GET /nothing HTTP/1.1\r\n" + HOST + CLOSE);
    assertThat(all.split("HTTP/1.1 404 ", -1)).hasSize(502);
  }

  @Test
  void whatIsTooLargeIsRefusedByItsStatus() throws IOException {
    assertThat(ask("POST /http-bind HTTP/1.1\r\n" + HOST + "Content-Length: 10000000\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ")
        .containsIgnoringCase("connection: close");
    assertThat(ask(post("", "x".repeat(10_000_000)))).startsWith("HTTP/1.1 413 ");
    assertThat(ask("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n" + HOST + "\r\n"))
        .startsWith("HTTP/1.1 414 ");
    assertThat(ask("GET / HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n" + HOST + "\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void aClientThatAsksWhetherItMayGoOnIsTold() throws IOException {
    try (Wire wire = Wire.plain(server.http())) {
      String body = creation(1);
      wire.send(
              "POST /http-bind HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: "
                  + body.length()
                  + "\r\n"
                  + HOST
                  + "\r\n")
          .until("HTTP/1.1 100 Continue\r\n");
      assertThat(wire.send(body).until("</body>")).contains("sid=");
    }
    assertThat(
            ask(
                "POST /http-bind HTTP/1.1\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 10000000\r\n"
                    + HOST
                    + "\r\n"))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void whatIsNoHttpOrCouldBeReadInTwoWaysIsRefusedAndEndsTheConnection() throws IOException {
    try (LogCapture log = LogCapture.of("dev.herald.netty")) {
      assertThat(ask("GARBAGE\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n"))
          .startsWith("HTTP/1.1 400 ")
          .doesNotContain("404");
      assertThat(log.says("INFO", "127.0.0.1", "sends no HTTP")).isTrue();
    }
    assertThat(
            ask(
                "POST /http-bind HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n"
                    + HOST
                    + "\r\n12345GET / HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .doesNotContain("404");
    assertThat(ask("POST /http-bind HTTP/1.1\r\nContent-Length : 5\r\n" + HOST + "\r\n12345"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aWebSocketHandshakeThatIsNoneIsRefused() throws IOException {
    String handshake = WebSocketClient.handshake(CLOSE.strip() + "\r\n");
    assertThat(ask(handshake.replace("Version: 13", "Version: 8")))
        .startsWith("HTTP/1.1 426 ")
        .containsIgnoringCase("sec-websocket-version: 13");
    assertThat(ask(handshake.replace("Sec-WebSocket-Version: 13\r\n", "")))
        .startsWith("HTTP/1.1 426 ");
    assertThat(ask(handshake.replace("Sec-WebSocket-Key: ", "X: "))).startsWith("HTTP/1.1 400 ");
    assertThat(ask(handshake.replace("GET", "POST"))).startsWith("HTTP/1.1 400 ");
    assertThat(ask(handshake.replace("Protocol: xmpp", "Protocol: mqtt")))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aClientThatAsksAndDoesNotReadIsNotReadFromEither() throws IOException {
    byte[] thousand =
        ("GET /.well-known/host-meta HTTP/1.1\r\n" + HOST + "\r\n")
            .repeat(1_000)
            .getBytes(StandardCharsets.US_ASCII);
    AtomicInteger sent = new AtomicInteger();
    try (Wire wire = Wire.small(server.http())) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 1_000; i++) {
                    wire.send(thousand);
                    sent.incrementAndGet();
                  }
                } catch (IOException e) {
                  // Closed while it was stuck, which is what it was made for.
                }
              });
      sender.start();
      Wait.untilSteady("what it has sent", sent::get);
      assertThat(sent.get()).as("thousands sent of 1,000").isLessThan(900);
    }
    Wait.until("it is gone", () -> server.listeners.connections() == 0);
  }
}
