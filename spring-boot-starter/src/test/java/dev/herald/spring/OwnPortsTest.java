package dev.herald.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.netty.NettyListeners;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Ports of the server's own, beside the endpoints of the application. */
class OwnPortsTest {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  HeraldAutoConfiguration.class, HeraldNettyAutoConfiguration.class));

  @Test
  void thereAreNoneUnlessAsked() {
    application.run(context -> assertThat(context).doesNotHaveBean(NettyListeners.class));
  }

  @Test
  void bothAreOpenedOnThisMachine() {
    application
        .withPropertyValues("herald.server.tcp.port=0", "herald.server.http.port=0")
        .run(
            context -> {
              NettyListeners listeners = context.getBean(NettyListeners.class);
              assertThat(greeting(listeners.tcpPort().orElseThrow()))
                  .contains("<stream:stream", "from=\"localhost\"");
              URI meta =
                  URI.create(
                      "http://localhost:%d/.well-known/host-meta.json"
                          .formatted(listeners.httpPort().orElseThrow()));
              assertThat(
                      HttpClient.newHttpClient()
                          .send(HttpRequest.newBuilder(meta).build(), BodyHandlers.ofString())
                          .body())
                  .contains("/xmpp-websocket", "/http-bind");
              URI script = meta.resolve("/herald/herald.js");
              assertThat(
                      HttpClient.newHttpClient()
                          .send(HttpRequest.newBuilder(script).build(), BodyHandlers.ofString())
                          .body())
                  .contains("Herald");
            });
  }

  /** What is registered is so in a callback of the same kind. */
  @Configuration
  static class Early {

    record Seen(AtomicBoolean open) {}

    @Bean
    Seen seen() {
      return new Seen(new AtomicBoolean());
    }

    @Bean
    SmartInitializingSingleton look(ConfigurableListableBeanFactory beans, Seen seen) {
      return () -> seen.open.set(beans.containsSingleton("heraldListeners"));
    }
  }

  @Test
  void theyAreOpenedWhenAllHasBeenRegistered() {
    application
        .withUserConfiguration(Early.class)
        .withPropertyValues("herald.server.tcp.port=0")
        .run(
            context -> {
              assertThat(context.getBean(Early.Seen.class).open()).isFalse();
              assertThat(context.getBeanFactory().containsSingleton("heraldListeners")).isTrue();
            });
  }

  @Test
  void othersThanThisMachineNeedTls() {
    application
        .withPropertyValues("herald.server.tcp.port=0", "herald.server.bind=0.0.0.0")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("needs a certificate"));
  }

  @Test
  void withoutTheListenersTheStartSaysWhatIsMissing() {
    application
        .withClassLoader(new FilteredClassLoader("dev.herald.netty"))
        .withPropertyValues("herald.server.tcp.port=0")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("dev.herald:herald-netty"));
  }

  private static String greeting(int port) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("<stream:stream to='localhost' version='1.0' xmlns='jabber:client'"
                  + " xmlns:stream='http://etherx.jabber.org/streams'>")
              .getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(190), StandardCharsets.UTF_8);
    }
  }
}
