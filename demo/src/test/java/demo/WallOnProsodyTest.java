package demo;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Prosody behind nginx, with its own BOSH and WebSocket. */
class WallOnProsodyTest extends WallBehindNginxTest {

  @DynamicPropertySource
  static void start(DynamicPropertyRegistry registry) {
    ExternalServer server = ExternalServer.prosody();
    Server.running = server;
    server.describe(registry);
  }

  @TestConfiguration
  @Import(Behind.class)
  static class Server {

    private static @Nullable ExternalServer running;

    /** It comes before the application and goes with it. */
    @Bean(destroyMethod = "close")
    ExternalServer server() {
      return Objects.requireNonNull(running);
    }
  }
}
