package demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.herald.spring.Chromium;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Pages without herald.js: Strophe alone, and jQuery with Strophe as in 2010. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "server.servlet.context-path=/wall",
      // Strophe as npm has it, and jQuery as a WebJar.
      "spring.web.resources.static-locations=classpath:/static/,classpath:/META-INF/resources/,"
          + "file:../js/node_modules/strophe.js/dist/",
      "spring.datasource.url=jdbc:h2:mem:foreign;DB_CLOSE_DELAY=-1"
    })
class ForeignClientTest {

  private static Chromium chromium;

  @LocalServerPort private int port;
  @Autowired private StatusRepository statuses;

  @BeforeAll
  static void startChromium() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stopChromium() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "strophe.html, /wall/xmpp-websocket",
    "strophe.html, /wall/http-bind",
    "jquery.html,  /wall/http-bind"
  })
  void aClientThatIsNotOursReadsTheMessageByItsField(String name, String endpoint)
      throws Exception {
    try (BrowserContext context = chromium.browser().newContext()) {
      Page page = context.newPage();
      page.navigate("http://localhost:" + port + "/wall/foreign/" + name + "?service=" + endpoint);
      assertThat(page.locator("#state")).hasText("subscribed");
      statuses.save(new Status("ann", "for " + name + " at " + endpoint));
      assertThat(page.locator("#messages")).hasText("for " + name + " at " + endpoint);
    }
  }

  @Test
  void theWallWorksUnderAContextPath() {
    try (BrowserContext context = chromium.browser().newContext()) {
      Page page = context.newPage();
      page.navigate("http://localhost:" + port + "/wall/");
      assertThat(page.getByTestId("state")).hasText("connected by WebSocket");
      statuses.save(new Status("ann", "under a context path"));
      assertThat(page.getByTestId("statuses")).containsText("under a context path");
    }
  }
}
