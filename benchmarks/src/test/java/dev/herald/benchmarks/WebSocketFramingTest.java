package dev.herald.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketFramingTest {

  private final List<String> messages = new ArrayList<>();
  private final List<String> pings = new ArrayList<>();
  private final List<String> closes = new ArrayList<>();
  private int wireBytes;

  @Test
  void messagesAreTheSameWhereverTheBytesAreCut() {
    List<String> sent = List.of("", "<a/>", "x".repeat(125), "y".repeat(126), "z".repeat(700));
    byte[] wire = upgradedStream(sent);
    for (int piece = 1; piece <= wire.length; piece++) {
      messages.clear();
      wireBytes = 0;
      WebSocketFraming framing = framing(false);
      for (int from = 0; from < wire.length; from += piece) {
        framing.received(wire, from, Math.min(wire.length, from + piece));
      }
      // The answer to the upgrade is the first, an empty one.
      assertThat(messages.subList(1, messages.size())).as("pieces of " + piece).isEqualTo(sent);
      assertThat(wireBytes).as("all bytes count, in pieces of " + piece).isEqualTo(wire.length);
    }
  }

  @Test
  void aPingIsHandedOverAndIsNoMessage() {
    byte[] ping = WebSocketFraming.serverText(ascii("hello"));
    ping[0] = (byte) 0x89;
    framing(true).received(ping, 0, ping.length);
    assertThat(pings).containsExactly("hello");
    assertThat(messages).isEmpty();
  }

  @Test
  void aCloseFrameSaysWhy() {
    byte[] close = WebSocketFraming.serverText(ascii("\u0003\u0000slow"));
    close[0] = (byte) 0x88;
    framing(true).received(close, 0, close.length);
    assertThat(closes).containsExactly("768 slow");
  }

  @Test
  void aFragmentIsRefused() {
    byte[] fragment = WebSocketFraming.serverText(ascii("half"));
    fragment[0] = 0x01;
    assertThatThrownBy(() -> framing(true).received(fragment, 0, fragment.length))
        .hasMessageContaining("0x1");
  }

  @Test
  void aRefusedUpgradeSaysSo() {
    byte[] refusal = ascii("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    assertThatThrownBy(() -> framing(false).received(refusal, 0, refusal.length))
        .hasMessageContaining("403 Forbidden");
  }

  @Test
  void theBareWritersMessageIsAsLongAsAServers() {
    byte[] frame = WebSocketFraming.serverText(Stanzas.message("bench-999", 1_000_000));
    assertThat(frame).hasSize(815);
    assertThat(Stanzas.ENTRY).hasSize(400);
  }

  private WebSocketFraming framing(boolean upgraded) {
    return new WebSocketFraming(
        upgraded,
        (bytes, from, to, length) -> {
          messages.add(Xml.text(bytes, from, to));
          wireBytes += length;
        },
        new WebSocketFraming.Control() {
          @Override
          public void ping(byte[] payload) {
            pings.add(new String(payload, StandardCharsets.US_ASCII));
          }

          @Override
          public void closed(String reason) {
            closes.add(reason);
          }
        });
  }

  private static byte[] upgradedStream(List<String> texts) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    wire.writeBytes(ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"));
    texts.forEach(text -> wire.writeBytes(WebSocketFraming.serverText(ascii(text))));
    return wire.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
