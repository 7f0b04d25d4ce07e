package demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.herald.spring.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
      "spring.datasource.url=jdbc:h2:mem:foreign;DB_CLOSE_DELAY=-1"
    })
class ForeignClientTest {

  private static final String JQUERY = "META-INF/resources/webjars/jquery/3.7.1/jquery.min.js";

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
      String base = "http://localhost:" + port + "/wall/foreign/";
      page.route(
          base + "**",
          route -> {
            String file = route.request().url().substring(base.length()).split("\\?", 2)[0];
            serve(route, file);
          });
      page.navigate(base + name + "?service=" + endpoint);
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

  private static void serve(Route route, String file) {
    Route.FulfillOptions answer = new Route.FulfillOptions();
    switch (file) {
      case "strophe.js" ->
          answer
              .setPath(Path.of("../js/node_modules/strophe.js/dist/strophe.umd.min.js"))
              .setContentType("text/javascript");
      case "jquery.js" -> answer.setBody(resource(JQUERY)).setContentType("text/javascript");
      default -> answer.setBody(resource("foreign/" + file)).setContentType("text/html");
    }
    route.fulfill(answer);
  }

  private static String resource(String name) {
    try (InputStream in = ForeignClientTest.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("There is no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
