package demo;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Prosody behind nginx, with its own BOSH and WebSocket. */
class WallOnProsodyTest extends WallBehindNginxTest {

  @TestConfiguration
  @Import(Behind.class)
  static class Server {

    @Bean
    ExternalServer server() {
      return ExternalServer.prosody();
    }
  }
}
