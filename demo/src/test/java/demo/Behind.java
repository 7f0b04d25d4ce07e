package demo;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * An application on an XMPP server of its own behind nginx; both come before it and go after it.
 */
@TestConfiguration
class Behind {

  @Bean
  DynamicPropertyRegistrar properties(ExternalServer server) {
    return server.properties();
  }

  @Bean
  Front front(ExternalServer server) {
    return new Front(server.http());
  }
}
