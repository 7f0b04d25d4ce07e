package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.session.StreamLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A bridge trusts neither side, and keeps little of what one of them does not read. */
@ExtendWith(Leaks.class)
final class HostileServerTest {

  private static final String CHUNK = "x".repeat(2_000);

  /** What systems and channels keep on the way, for all buffers, and far below all that is sent. */
  private static final long KEPT = 3L * 1024 * 1024;

  private static final int STANZAS = 8_000;

  /** Of one request of BOSH. */
  private static final int BODY_STANZAS = 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message><a></b></message>",
        "<!DOCTYPE x [<!ENTITY a 'aaaa'>]>",
        "<message>&a;</message>",
        "<?php ?>",
        "\u0000"
      })
  void whatIsNoXmppEndsBothStreams(String sent) throws IOException {
    try (LogCapture log = LogCapture.of("dev.herald");
        BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket();
        Wire server = bridge.opened(client)) {
      server.send(sent);
      client.until("remote-connection-failed");
      client.until("<close");
      assertThat(server.rest()).contains("<stream:error").endsWith("</stream:stream>");
      assertThat(log.says("WARN", "sends what is no XMPP")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<stream:stream xmlns='jabber:client' xmlns:stream='urn:other' version='1.0'>",
        "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'"
            + " version='1.0'>",
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
        "<html><body>",
        "HTTP/1.1 400 Bad Request\r\n\r\n"
      })
  void aHeaderThatIsNoneEndsBothStreams(String header) throws IOException {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket()) {
      client.send(WebSocketClient.OPEN);
      try (Wire server = bridge.accept()) {
        server.send(header);
        client.until("<open");
        client.until("remote-connection-failed");
        assertThat(server.rest()).contains("<stream:error").endsWith("</stream:stream>");
      }
    }
  }

  @Test
  void aStanzaWithoutAnEndEndsBothStreams() throws Exception {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket();
        Wire server = bridge.opened(client)) {
      AtomicLong sent = new AtomicLong();
      Thread sender = sending(server, sent, i -> CHUNK, "<message><body>");
      client.until("remote-connection-failed");
      sender.join(30_000);
      assertThat(sender.isAlive()).isFalse();
      assertThat(bridge.bridge.streams()).isZero();
    }
  }

  @Test
  void nothingIsSaidToAServerWithoutTheTlsThatIsRequired() throws IOException {
    try (LogCapture log = LogCapture.of("dev.herald");
        BridgeFixture bridge = BridgeFixture.with(ServerTls.STARTTLS, StreamLimits.DEFAULT);
        WebSocketClient client = bridge.webSocket()) {
      client.send(WebSocketClient.OPEN);
      try (Wire server = bridge.accept()) {
        server.send(BridgeFixture.HEADER + BridgeFixture.FEATURES);
        client.until("<open");
        client.until("remote-connection-failed");
        assertThat(server.rest()).isEqualTo("</stream:stream>");
        assertThat(log.says("WARN", "offers no STARTTLS")).isTrue();
      }
    }
  }

  @Test
  void whatFollowsProceedInTheClearIsNotTaken() throws IOException {
    try (BridgeFixture bridge = BridgeFixture.with(ServerTls.STARTTLS, StreamLimits.DEFAULT);
        WebSocketClient client = bridge.webSocket()) {
      client.send(WebSocketClient.OPEN);
      try (Wire server = bridge.accept()) {
        server.send(
            BridgeFixture.HEADER
                + "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
                + "</stream:features>");
        server.until("<starttls");
        server.until(">");
        server.send(
            "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
                + BridgeFixture.HEADER
                + BridgeFixture.FEATURES);
        client.until("remote-connection-failed");
        assertThat(server.rest()).contains("policy-violation");
      }
    }
  }

  @Test
  void aServerThatRequiresTlsIsNotSpokenToWithoutIt() throws IOException {
    try (LogCapture log = LogCapture.of("dev.herald");
        BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket()) {
      client.send(WebSocketClient.OPEN);
      try (Wire server = bridge.accept()) {
        server.send(
            BridgeFixture.HEADER
                + "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/>"
                + "</starttls></stream:features>");
        client.until("remote-connection-failed");
        assertThat(log.says("WARN", "requires TLS")).isTrue();
      }
    }
  }

  @Test
  void aClientThatDoesNotReadStopsTheServerAndLosesNothing() throws Exception {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = WebSocketClient.connect(Wire.small(bridge.bridge.httpPort()));
        Wire server = bridge.opened(client)) {
      AtomicLong sent = new AtomicLong();
      Thread sender =
          sending(server, sent, i -> "<message id='m" + i + "'>" + CHUNK + "</message>", "");
      Wait.untilSteady("what the server sends", sent::get);
      assertThat(sent.get()).isBetween(1L, KEPT);
      for (int i = 0; i < STANZAS; i++) {
        assertThat(client.until("<message")).contains("id=\"m" + i + "\"");
      }
      sender.join(30_000);
      assertThat(sender.isAlive()).isFalse();
    }
  }

  @Test
  void aClientThatStartsToReadTooLateIsDisconnectedAndMayResume() throws Exception {
    try (BridgeFixture bridge =
            BridgeFixture.with(
                StreamLimits.DEFAULT.withTimeouts(
                    Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMillis(500)));
        WebSocketClient client = WebSocketClient.connect(Wire.small(bridge.bridge.httpPort()));
        Wire server = bridge.opened(client)) {
      AtomicLong sent = new AtomicLong();
      Thread sender = sending(server, sent, i -> "<message>" + CHUNK + "</message>", "");
      Wait.until("it is disconnected", () -> bridge.bridge.streams() == 0);
      sender.join(30_000);
      assertThat(sender.isAlive()).isFalse();
      assertThat(server.rest()).doesNotContain("</stream:stream>");
    }
  }

  @Test
  void aServerThatDoesNotReadStopsTheClientAndLosesNothing() throws Exception {
    try (BridgeFixture bridge = BridgeFixture.open();
        WebSocketClient client = bridge.webSocket();
        Wire server = bridge.opened(client)) {
      AtomicLong sent = new AtomicLong();
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < STANZAS; i++) {
                    client.send(
                        "<message xmlns='jabber:client' id='m" + i + "'>" + CHUNK + "</message>");
                    sent.addAndGet(CHUNK.length());
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException("The client is not read from", e);
                }
              });
      sender.start();
      Wait.untilSteady("what the client sends", sent::get);
      // The client's own system keeps up to 4 MB beside it.
      assertThat(sent.get()).isBetween(1L, 3 * KEPT);
      assertThat(sender.isAlive()).isTrue();
      for (int i = 0; i < STANZAS; i++) {
        assertThat(server.until("</message>")).contains("id=\"m" + i + "\"");
      }
      sender.join(30_000);
      assertThat(sender.isAlive()).isFalse();
    }
  }

  @Test
  void aBoshClientThatDoesNotFetchStopsTheServerAndLosesNothing() throws Exception {
    try (BridgeFixture bridge = BridgeFixture.open()) {
      CompletableFuture<String> created = bridge.posted(BridgeFixture.CREATE);
      try (Wire server = bridge.accept()) {
        server.send(BridgeFixture.HEADER + BridgeFixture.FEATURES);
        String sid = BridgeFixture.sid(created.join());
        AtomicLong sent = new AtomicLong();
        Thread sender =
            sending(server, sent, i -> "<message id='m" + i + "'>" + CHUNK + "</message>", "");
        Wait.untilSteady("what the server sends", sent::get);
        assertThat(sent.get()).isBetween(1L, KEPT);
        int next = 0;
        for (int rid = 2; next < STANZAS; rid++) {
          Matcher ids =
              Pattern.compile(" id=\"m(\\d+)\"")
                  .matcher(bridge.post(BridgeFixture.body(sid, rid, "")));
          while (ids.find()) {
            assertThat(ids.group(1)).isEqualTo(String.valueOf(next++));
          }
        }
        sender.join(30_000);
        assertThat(sender.isAlive()).isFalse();
      }
    }
  }

  @Test
  void aServerThatDoesNotReadStopsABoshClientAndLosesNothing() throws Exception {
    String stanzas =
        ("<message xmlns='jabber:client'>" + CHUNK + "</message>").repeat(BODY_STANZAS);
    try (BridgeFixture bridge = BridgeFixture.open()) {
      CompletableFuture<String> created = bridge.posted(BridgeFixture.CREATE);
      try (Wire server = bridge.accept()) {
        server.send(BridgeFixture.HEADER + BridgeFixture.FEATURES);
        String sid = BridgeFixture.sid(created.join());
        // Two requests may be open (hold is 1): the older one is answered when the next has been
        // handed on, as long as the server reads.
        CompletableFuture<String> older = bridge.posted(BridgeFixture.body(sid, 2, stanzas));
        int rid = 3;
        CompletableFuture<String> newer;
        while (true) {
          newer = bridge.posted(BridgeFixture.body(sid, rid++, stanzas));
          try {
            assertThat(older.get(2, TimeUnit.SECONDS)).doesNotContain("terminate");
          } catch (TimeoutException e) {
            break;
          }
          older = newer;
          assertThat(rid).as("requests that are taken").isLessThan(1_000);
        }
        assertThat((long) rid * stanzas.length()).isLessThan(KEPT);
        int all = (rid - 2) * BODY_STANZAS;
        for (int i = 0; i < all; i++) {
          server.until("</message>");
        }
        assertThat(older.get(30, TimeUnit.SECONDS)).doesNotContain("terminate");
        server.send("<message id='on'/>");
        assertThat(newer.get(30, TimeUnit.SECONDS)).contains("id=\"on\"");
      }
    }
  }

  private interface Stanza {
    String number(int i);
  }

  /** Sends until all is sent or the connection ends, and counts the bytes that were taken. */
  private static Thread sending(Wire server, AtomicLong sent, Stanza stanza, String before) {
    Thread sender =
        new Thread(
            () -> {
              try {
                server.send(before);
                for (int i = 0; i < STANZAS; i++) {
                  String text = stanza.number(i);
                  server.send(text);
                  sent.addAndGet(text.length());
                }
              } catch (IOException ended) {
                LoggerFactory.getLogger(HostileServerTest.class)
                    .debug("The bridge has ended the connection", ended);
              }
            });
    sender.start();
    return sender;
  }
}
