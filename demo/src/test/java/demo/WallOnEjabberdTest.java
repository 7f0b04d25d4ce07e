package demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.herald.external.XmppNodePublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** ejabberd behind nginx. */
class WallOnEjabberdTest extends WallBehindNginxTest {

  /** Of a page of the wall: the statuses, and the home node. */
  private static final int SUBSCRIPTIONS = 2;

  @Autowired private XmppNodePublisher publisher;

  @Test
  void subscriptionsOfPagesThatAreGoneEndAndThoseOfOthersGoOn() throws Exception {
    Page stays = open(webSocket(), "WebSocket");
    Page goes = open(bosh(), "BOSH");
    publisher.endVanishedSubscriptions();
    goes.close();

    // The server may notice later that the page is gone.
    Instant deadline = Instant.now().plus(Duration.ofSeconds(90));
    int ended = 0;
    while (ended < SUBSCRIPTIONS && Instant.now().isBefore(deadline)) {
      ended += publisher.endVanishedSubscriptions();
    }
    assertThat(ended).isEqualTo(SUBSCRIPTIONS);
    assertThat(publisher.endVanishedSubscriptions()).isZero();
    send("POST", "/statuses", "nick=a&message=still+there");
    assertThat(status(stays, "still there")).isVisible();
  }

  @DynamicPropertySource
  static void start(DynamicPropertyRegistry registry) {
    ExternalServer server = ExternalServer.ejabberd();
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
