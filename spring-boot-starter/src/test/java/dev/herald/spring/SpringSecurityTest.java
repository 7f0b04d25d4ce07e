package dev.herald.spring;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.herald.server.XmppServer;
import dev.herald.server.session.DisconnectReason;
import dev.herald.spring.notes.NoteStore;
import dev.herald.spring.notes.NotesApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Spring Security's defaults: everything authenticated, CSRF on, no code of the application's. */
@SpringBootTest(
    classes = NotesApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.security.user.name=ann@shop.example",
      "spring.security.user.password=secret"
    })
class SpringSecurityTest {

  private static Chromium chromium;

  @LocalServerPort private int port;
  @Autowired private NoteStore notes;
  @Autowired private XmppServer server;

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
  @ValueSource(strings = {"websocket", "bosh"})
  void theLoggedInPageReceivesAndLogoutEndsItsStream(String transport) {
    try (BrowserContext context = chromium.browser().newContext()) {
      Page page = logIn(context);
      page.navigate(url("/notes.html?transport=" + transport));
      assertThat(page.locator("#state")).hasText("connected by " + transport);
      assertThat(page.locator("#who")).hasText("ann\\40shop.example@localhost");

      String text = "for the logged-in, by " + transport;
      notes.save(text);
      assertThat(page.locator("#notes")).containsText(text);

      long before = server.sessions().disconnects(DisconnectReason.LOGGED_OUT);
      Page other = context.newPage();
      other.navigate(url("/logout"));
      other.locator("button").click();
      assertThat(page.locator("#state")).containsText("disconnected");
      assertThat(server.sessions().disconnects(DisconnectReason.LOGGED_OUT)).isEqualTo(before + 1);
    }
  }

  @Test
  void anAnonymousPageIsRefused() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    var hostMeta =
        http.send(
            HttpRequest.newBuilder(URI.create(url("/.well-known/host-meta.json")))
                .header("X-Requested-With", "XMLHttpRequest")
                .build(),
            BodyHandlers.ofString());
    assertThat(hostMeta.statusCode()).isEqualTo(401);
    var bosh =
        http.send(
            HttpRequest.newBuilder(URI.create(url("/http-bind")))
                .POST(
                    BodyPublishers.ofString(
                        "<body xmlns='http://jabber.org/protocol/httpbind' rid='1' to='localhost'/>"))
                .header("X-Requested-With", "XMLHttpRequest")
                .build(),
            BodyHandlers.ofString());
    assertThat(bosh.statusCode()).isEqualTo(401);
    try {
      http.newWebSocketBuilder()
          .subprotocols("xmpp")
          .buildAsync(
              URI.create(url("/xmpp-websocket").replace("http", "ws")),
              new java.net.http.WebSocket.Listener() {})
          .join();
      throw new AssertionError("The WebSocket was opened without a login");
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(WebSocketHandshakeException.class);
    }
  }

  @Test
  void theUsersOfSpringSecurityLogInByNameAndPassword() {
    try (BrowserContext context = chromium.browser().newContext()) {
      Page page = logIn(context);
      Object jid =
          page.evaluate(
              """
              async () => {
                const { Herald } = await import('./herald/herald.js');
                const herald = await Herald.connect({ user: 'ann@shop.example', password: 'secret' });
                try {
                  return herald.jid;
                } finally {
                  await herald.disconnect();
                }
              }
              """);
      assertThat((String) jid).startsWith("ann\\40shop.example@localhost/");
      Object condition =
          page.evaluate(
              """
              async () => {
                const { Herald } = await import('./herald/herald.js');
                try {
                  await Herald.connect({ user: 'ann@shop.example', password: 'wrong' });
                  return 'connected';
                } catch (error) {
                  return error.condition;
                }
              }
              """);
      assertThat(condition).isEqualTo("not-logged-in");
    }
  }

  private Page logIn(BrowserContext context) {
    Page page = context.newPage();
    page.navigate(url("/login"));
    page.locator("input[name=username]").fill("ann@shop.example");
    page.locator("input[name=password]").fill("secret");
    page.locator("button").click();
    page.navigate(url("/notes.html"));
    assertThat(page.locator("#state")).containsText("connected by");
    return page;
  }

  private String url(String path) {
    return "http://localhost:" + port + path;
  }
}
