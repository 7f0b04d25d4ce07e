package demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.herald.server.sasl.jwt.JwtIssuer;
import dev.herald.server.sasl.jwt.JwtKey;
import dev.herald.server.sasl.jwt.JwtSettings;
import dev.herald.spring.Chromium;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The pages of {@link ForeignClientTest} on ejabberd behind nginx, and sessions that the
 * application has logged in there.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "herald.target=xmpp",
      "spring.web.resources.static-locations=classpath:/static/,classpath:/META-INF/resources/,"
          + "file:../js/node_modules/strophe.js/dist/",
      "spring.datasource.url=jdbc:h2:mem:foreign-on-ejabberd;DB_CLOSE_DELAY=-1"
    })
@DirtiesContext
class ForeignClientOnEjabberdTest {

  private static Chromium chromium;

  @Autowired private StatusRepository statuses;
  @Autowired private ExternalServer server;
  @Autowired private Front front;

  @BeforeAll
  static void startChromium() {
    Installed.orSkip("ejabberd", "nginx");
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
    "strophe.html, /xmpp-websocket",
    "strophe.html, /http-bind",
    "jquery.html,  /http-bind"
  })
  void aClientThatIsNotOursReadsTheMessageByItsField(String name, String endpoint) {
    try (BrowserContext context = chromium.browser().newContext()) {
      Page page = context.newPage();
      page.navigate(front.nginx().origin() + "/foreign/" + name + "?service=" + endpoint);
      assertThat(page.locator("#state")).hasText("subscribed");
      statuses.save(new Status("ann", "for " + name + " at " + endpoint));
      assertThat(page.locator("#messages")).hasText("for " + name + " at " + endpoint);
    }
  }

  @ParameterizedTest
  @CsvSource({"herald", "strophe"})
  void aPageTakesOverASessionThatTheApplicationHasLoggedInByAToken(String client) throws Exception {
    String origin = front.nginx().origin();
    try (BrowserContext context = chromium.browser().newContext()) {
      Page page = context.newPage();
      page.navigate(origin + "/herald/herald.js");
      if (client.equals("strophe")) {
        page.addScriptTag(new Page.AddScriptTagOptions().setPath(OwnPortTest.STROPHE));
      }
      Object jid =
          page.evaluate(
              client.equals("strophe") ? OwnPortTest.STROPHE_ATTACH : ATTACH,
              new BoshLogin(origin).attach("ann", token()));
      assertThat(String.valueOf(jid)).startsWith("ann@localhost/");
      for (String text : List.of("first", "second <&> ü", "third")) {
        statuses.save(new Status("ann", text));
        page.waitForFunction("text => messages.includes(text)", text);
      }
    }
  }

  @Test
  void aTokenOfSomebodyElseIsRefused() {
    assertThat(token()).isNotEmpty();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> new BoshLogin(front.nginx().origin()).attach("bob", token()))
        .hasMessageContaining("not-authorized");
  }

  private String token() {
    byte[] secret = server.folder().read("token").getBytes(StandardCharsets.UTF_8);
    return new JwtIssuer(JwtSettings.of(JwtKey.hs256(secret), ExternalServer.DOMAIN))
        .issue("ann", Duration.ofMinutes(1));
  }

  /** Takes the session over, subscribes, and keeps the messages that come. */
  private static final String ATTACH =
      """
      async (attach) => {
        const { Herald } = await import('/herald/herald.js');
        window.messages = [];
        const herald = await Herald.connect({ attach });
        await herald.node('/demo/Status').subscribe((item) => messages.push(item.fields.message));
        return herald.jid;
      }
      """;

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
