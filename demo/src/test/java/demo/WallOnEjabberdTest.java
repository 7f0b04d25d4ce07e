package demo;

import dev.herald.external.XmppNodePublisher;
import dev.herald.external.XmppSettings;
import dev.herald.publisher.NodePublisher;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;

/** ejabberd behind nginx. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "spring.datasource.url=jdbc:h2:mem:wall-on-ejabberd;DB_CLOSE_DELAY=-1")
@DirtiesContext
class WallOnEjabberdTest extends WallTest {

  @Autowired private Front front;

  @Override
  String origin() {
    return front.nginx().origin();
  }

  @Override
  void cut() {
    front.nginx().cut();
  }

  @TestConfiguration
  static class Servers {

    @Bean
    Ejabberd ejabberd() {
      return new Ejabberd();
    }

    @Bean
    Front front(Ejabberd ejabberd) {
      return new Front(List.of(ejabberd.http()));
    }

    @Bean
    NodePublisher publisher(Ejabberd ejabberd) {
      return XmppNodePublisher.open(
          XmppSettings.component("herald.localhost", ejabberd.secret())
              .withHost("127.0.0.1", ejabberd.component().getPort())
              .withService("pubsub.localhost"));
    }
  }
}
