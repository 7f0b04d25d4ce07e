package demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Two nodes of ejabberd behind nginx: the application at one, the pages at the other. */
class WallOnClusterTest extends WallBehindNginxTest {

  @Autowired private EjabberdCluster cluster;

  @Test
  void thePagesMissNothingOfWhatIsSavedWhileTheirNodeIsDown() throws Exception {
    Page one = open(webSocket(), "WebSocket");
    Page two = open(bosh(), "BOSH");
    send("POST", "/statuses", "nick=a&message=before");
    for (Page page : List.of(one, two)) {
      assertThat(status(page, "before")).isVisible();
    }
    cluster.killTwo();
    send("POST", "/statuses", "nick=a&message=while+it+is+down");
    cluster.startTwo();
    send("POST", "/statuses", "nick=a&message=when+it+is+back");
    for (Page page : List.of(one, two)) {
      assertThat(status(page, "while it is down")).isVisible(within(60));
      assertThat(status(page, "when it is back")).isVisible(within(60));
      assertThat(page.locator(".status")).hasCount(3);
    }
    send("POST", "/statuses", "nick=a&message=from+then+on");
    for (Page page : List.of(one, two)) {
      assertThat(status(page, "from then on")).isVisible();
    }
  }

  @DynamicPropertySource
  static void start(DynamicPropertyRegistry registry) {
    EjabberdCluster server = new EjabberdCluster();
    Server.running = server;
    server.describe(registry);
  }

  @TestConfiguration
  @Import(Behind.class)
  static class Server {

    private static @Nullable EjabberdCluster running;

    /** It comes before the application and goes with it. */
    @Bean(destroyMethod = "close")
    EjabberdCluster server() {
      return Objects.requireNonNull(running);
    }
  }
}
