package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.session.DisconnectReason;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** XML that is to cost the server more than its sender, on each transport. */
@ExtendWith(Leaks.class)
final class HostileXmlTest {

  private enum Bomb {
    ENTITIES("restricted-xml") {
      @Override
      String xml() {
        StringBuilder xml = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 'lol'>");
        for (int i = 1; i < 10; i++) {
          xml.append("<!ENTITY l%d '%s'>".formatted(i, "&l%d;".formatted(i - 1).repeat(10)));
        }
        return xml.append("]><message>&l9;</message>").toString();
      }
    },
    SIZE("policy-violation") {
      @Override
      String xml() {
        return "<message xmlns='jabber:client'><body>"
            + "x".repeat(10_000_000)
            + "</body></message>";
      }
    },
    TAG("policy-violation") {
      @Override
      String xml() {
        return "<message xmlns='jabber:client' to='" + "x".repeat(100_000) + "'/>";
      }
    },
    NAME("policy-violation") {
      @Override
      String xml() {
        return "<message xmlns='jabber:client'><" + "x".repeat(100_000) + "/></message>";
      }
    },
    DEPTH("policy-violation") {
      @Override
      String xml() {
        return "<message xmlns='jabber:client'>" + "<a>".repeat(2_000) + "</a>".repeat(2_000);
      }
    },
    ATTRIBUTES("policy-violation") {
      @Override
      String xml() {
        StringBuilder xml = new StringBuilder("<message xmlns='jabber:client'");
        for (int i = 0; i < 100_000; i++) {
          xml.append(" a").append(i).append("=''");
        }
        return xml.append("/>").toString();
      }
    };

    final String condition;

    Bomb(String condition) {
      this.condition = condition;
    }

    abstract String xml();
  }

  private final TestServer server = TestServer.on(Transport.best());
  private final LogCapture log = LogCapture.of("dev.herald");

  @AfterEach
  void close() {
    server.close();
    log.close();
  }

  @ParameterizedTest
  @EnumSource(Bomb.class)
  void endsItsStreamOverTcpAndNoOther(Bomb bomb) throws IOException {
    try (TcpClient other = TcpClient.login(Wire.plain(server.tcp()));
        TcpClient known = TcpClient.login(Wire.plain(server.tcp()));
        Wire stranger = Wire.plain(server.tcp())) {
      assertThat(attack(known.wire(), bomb)).contains(bomb.condition);
      stranger.send(TcpClient.HEADER).until("</stream:features>");
      assertThat(attack(stranger, bomb)).contains(bomb.condition);
      other.ping();
    }
    assertThat(server.ended(DisconnectReason.PROTOCOL_ERROR)).isEqualTo(2);
    assertThat(log.says("INFO", "127.0.0.1", "protocol-error", bomb.condition)).isTrue();
    assertThat(log.lines()).allMatch(line -> line.length() < 1_000);
  }

  private static String attack(Wire wire, Bomb bomb) throws IOException {
    return wire.send(bomb.xml()).until("</stream:stream>");
  }

  @ParameterizedTest
  @EnumSource(Bomb.class)
  void endsItsWebSocketAndNoOther(Bomb bomb) throws IOException {
    try (TcpClient other = TcpClient.login(Wire.plain(server.tcp()));
        WebSocketClient client = WebSocketClient.login(Wire.plain(server.http()))) {
      client.send(bomb.xml());
      client.until("<stream:error");
      assertThat(client.untilClose().closeCode()).isEqualTo(1008);
      other.ping();
    }
    assertThat(server.ended(DisconnectReason.PROTOCOL_ERROR)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Bomb.class)
  void isRefusedOverBosh(Bomb bomb) throws IOException {
    try (TcpClient other = TcpClient.login(Wire.plain(server.tcp()));
        Wire wire = Wire.plain(server.http())) {
      String body =
          "<body xmlns='http://jabber.org/protocol/httpbind' rid='1'>" + bomb.xml() + "</body>";
      String answer =
          wire.send(
                  "POST /http-bind HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                      + "Content-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
              .rest();
      assertThat(answer)
          .containsAnyOf("HTTP/1.1 413 ", "condition=\"bad-request\"", "condition='bad-request'");
      other.ping();
    }
  }
}
