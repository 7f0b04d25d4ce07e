package demo;

import dev.herald.server.XmppServer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The server within the application. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "spring.datasource.url=jdbc:h2:mem:wall;DB_CLOSE_DELAY=-1")
class WallOnHeraldTest extends WallTest {

  @LocalServerPort private int port;
  @Autowired private XmppServer server;

  @Override
  String origin() {
    return "http://localhost:" + port;
  }

  @Override
  void cut() {
    server.sessions().shutdown();
  }
}
