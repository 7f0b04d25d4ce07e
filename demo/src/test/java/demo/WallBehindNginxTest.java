package demo;

import org.junit.jupiter.api.BeforeAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;

/** An XMPP server of its own, which the pages reach by nginx, as {@code deploy} has both. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "herald.target=xmpp",
      "spring.datasource.url=jdbc:h2:mem:behind-nginx;DB_CLOSE_DELAY=0"
    })
@DirtiesContext
abstract class WallBehindNginxTest extends WallTest {

  @Autowired private Front front;

  @Override
  String origin() {
    return front.nginx().origin();
  }

  @Override
  void cut() {
    front.nginx().cut();
  }

  @BeforeAll
  static void checkServers() {
    Installed.orSkip("ejabberd", "prosody", "nginx");
  }
}
