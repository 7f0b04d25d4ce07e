package dev.herald.external;

import static dev.herald.external.Targets.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.external.stream.TlsMode;
import dev.herald.interop.EjabberdServer;
import dev.herald.interop.HeraldServer;
import dev.herald.interop.ServerUnderTest;
import dev.herald.interop.TokenKey;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in, each to the end of a publish. */
class LoginTest {

  @TempDir private Path folder;

  private static void assertPublishes(XmppSettings settings) {
    try (XmppNodePublisher target = XmppNodePublisher.open(settings)) {
      target.publish("/login/" + settings.tls(), "1", payload("1")).toCompletableFuture().join();
      assertThat(target.itemIds("/login/" + settings.tls())).containsExactly("1");
    }
  }

  private static XmppSettings withToken(ServerUnderTest server, TokenKey key, AtomicInteger asked) {
    InetSocketAddress address = server.plain();
    return Targets.patient(
            XmppSettings.token(
                "romeo@" + server.domain(),
                () -> {
                  asked.incrementAndGet();
                  return key.token(server.domain(), "romeo");
                }))
        .withHost(address.getAddress().getHostAddress(), address.getPort())
        .withTls(TlsMode.STARTTLS, server.certificate().certificate());
  }

  @Test
  void anAccountByStartTlsByDirectTlsAndOnThisMachineWithout() {
    try (ServerUnderTest server = EjabberdServer.start(folder)) {
      XmppSettings settings = Targets.settings(server);
      assertPublishes(settings);
      assertPublishes(settings.withTls(TlsMode.NONE, null));
      assertPublishes(settings.withTls(TlsMode.AUTO, null));
      assertPublishes(
          settings
              .withHost("127.0.0.2", server.directTls().getPort())
              .withTls(TlsMode.DIRECT, server.certificate().certificate()));
    }
  }

  @Test
  void aComponent() {
    try (ServerUnderTest server = EjabberdServer.start(folder)) {
      assertPublishes(
          Targets.patient(
                  XmppSettings.component("component." + server.domain(), "component-secret"))
              .withHost("127.0.0.3", server.components().orElseThrow().getPort()));
    }
  }

  @Test
  void aTokenOnEjabberd() {
    TokenKey key = TokenKey.create(TokenKey.Algorithm.HS256);
    AtomicInteger asked = new AtomicInteger();
    try (ServerUnderTest server = EjabberdServer.startWithTokens(folder, "tokens.test", key)) {
      assertPublishes(withToken(server, key, asked));
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aTokenOnHerald() {
    TokenKey key = TokenKey.create(TokenKey.Algorithm.HS256);
    try (ServerUnderTest server = HeraldServer.startWithTokens(folder, "tokens.test", key)) {
      try (XmppNodePublisher target =
          XmppNodePublisher.open(withToken(server, key, new AtomicInteger()))) {
        assertThat(target.nodes("/")).isEmpty();
        assertThat(target.state().up()).as(target.state().message()).isTrue();
      }
    }
  }
}
