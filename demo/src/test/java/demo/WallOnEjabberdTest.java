package demo;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** ejabberd behind nginx. */
class WallOnEjabberdTest extends WallBehindNginxTest {

  @TestConfiguration
  @Import(Behind.class)
  static class Server {

    @Bean
    ExternalServer server() {
      return ExternalServer.ejabberd();
    }
  }
}
