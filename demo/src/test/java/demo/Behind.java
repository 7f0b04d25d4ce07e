package demo;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** What stands before an application whose XMPP server is another program. */
@TestConfiguration
class Behind {

  @Bean
  Front front(ExternalServer server) {
    return new Front(server.http());
  }
}
