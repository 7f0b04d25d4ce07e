package demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ScreenshotAnimations;
import dev.herald.spring.Chromium;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The wall in real browsers: one page by WebSocket, one whose WebSocket is blocked, so by BOSH. The
 * same for each XMPP server.
 */
abstract class WallTest {

  private static Chromium chromium;

  @Autowired private StatusRepository statuses;
  @Autowired private TransactionTemplate transactions;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> dialogsAndErrors = new ArrayList<>();
  private BrowserContext webSocket;
  private BrowserContext bosh;

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

  @BeforeEach
  void newBrowsers() {
    statuses.deleteAll();
    webSocket = chromium.browser().newContext();
    bosh = chromium.browser().newContext();
    bosh.addInitScript(
        "window.WebSocket = class { constructor() { throw new Error('blocked'); } };");
  }

  @AfterEach
  void closeBrowsers() {
    webSocket.close();
    bosh.close();
    assertThat(dialogsAndErrors).isEmpty();
  }

  /** Where the pages come from, as {@code http://localhost:8080}. */
  abstract String origin();

  /** The browser whose pages connect by WebSocket. */
  final BrowserContext webSocket() {
    return webSocket;
  }

  /** The one whose pages cannot. */
  final BrowserContext bosh() {
    return bosh;
  }

  /** Breaks all connections of pages. */
  abstract void cut();

  @Test
  void aStatusPostedInOnePageIsPostedEditedAndDeletedInBoth() {
    Page one = open(webSocket, "WebSocket");
    Page two = open(bosh, "BOSH");

    post(one, "ann", "from the first page");
    assertThat(status(one, "from the first page")).isVisible();
    assertThat(status(two, "from the first page")).containsText("ann");

    post(two, "bob", "from the second page");
    assertThat(status(one, "from the second page")).containsText("bob");

    Locator mine = status(two, "from the second page");
    mine.locator(".change").click();
    mine.locator("textarea").fill("edited in the second page");
    mine.locator(".save").click();
    assertThat(status(one, "edited in the second page")).isVisible();
    assertThat(status(two, "edited in the second page")).isVisible();

    status(one, "edited in the second page").locator(".delete").click();
    assertThat(one.locator(".status")).hasCount(1);
    assertThat(two.locator(".status")).hasCount(1);
  }

  @Test
  void whatIsSavedOutsideTheBrowserAppearsAndWhatIsNotCommittedDoesNot() throws Exception {
    Page one = open(webSocket, "WebSocket");
    Page two = open(bosh, "BOSH");

    HttpResponse<String> created = send("POST", "/statuses", "nick=curl&message=by+HTTP");
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(status(one, "by HTTP")).isVisible();
    assertThat(status(two, "by HTTP")).isVisible();
    String location = created.headers().firstValue("Location").orElseThrow();
    String path = URI.create(location).getPath();
    assertThat(send("PUT", path, "message=edited+by+HTTP").statusCode()).isEqualTo(200);
    assertThat(status(two, "edited by HTTP")).isVisible();

    HttpResponse<String> invalid =
        send("POST", "/statuses", "nick=curl&message=" + "x".repeat(141));
    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(invalid.body()).contains("\"message\":\"A message has at most 140 characters\"");
    transactions.executeWithoutResult(
        transaction -> {
          statuses.saveAndFlush(new Status("nobody", "rolled back"));
          transaction.setRollbackOnly();
        });
    assertThat(send("POST", "/statuses", "nick=curl&message=the+marker").statusCode())
        .isEqualTo(201);
    for (Page page : List.of(one, two)) {
      assertThat(status(page, "the marker")).isVisible();
      assertThat(page.locator(".status")).hasCount(2);
    }

    assertThat(send("DELETE", path, "").statusCode()).isEqualTo(204);
    assertThat(one.locator(".status")).hasCount(1);
    assertThat(two.locator(".status")).hasCount(1);
    HttpResponse<String> unknown = send("DELETE", path, "");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("o status");
    assertThat(send("GET", "/statuses", "").body())
        .contains("the marker")
        .doesNotContain("rolled back");
  }

  @Test
  void textIsShownAndNeverEvaluated() throws Exception {
    Page one = open(webSocket, "WebSocket");
    Page two = open(bosh, "BOSH");
    String hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>\u0001\uFFFE]]>&amp; 😀";
    assertThat(
            send(
                    "POST",
                    "/statuses",
                    "nick=%3Cb%3Ex&message=" + URLEncoder.encode(hostile, StandardCharsets.UTF_8))
                .statusCode())
        .isEqualTo(201);
    for (Page page : List.of(one, two)) {
      assertThat(status(page, "<img src=x onerror=alert(1)><script>alert(2)</script>"))
          .containsText("]]>&amp; 😀");
      assertThat(status(page, "<img").locator(".nick")).hasText("<b>x");
      assertThat(page.locator(".statuses img, .statuses script, .statuses b")).hasCount(0);
    }
    post(one, "ann", "see https://example.org/a?b=c&d=(e), or javascript:alert(3).");
    Locator link = two.locator(".status a");
    assertThat(link).hasCount(1);
    assertThat(link).hasAttribute("href", "https://example.org/a?b=c&d=(e");
  }

  @Test
  void whatTheServerFindsWrongIsSaidBesideTheField() {
    Page page = open(webSocket, "WebSocket");
    post(page, "", "x".repeat(141));
    assertThat(page.locator("#nick-error")).hasText("Say who you are");
    assertThat(page.locator("#message-error")).hasText("A message has at most 140 characters");
    assertThat(page.getByTestId("message")).hasValue("x".repeat(141));
    post(page, "ann", "short enough");
    assertThat(status(page, "short enough")).isVisible();
    assertThat(page.locator("#message-error")).hasText("");
    status(page, "short enough").locator(".change").click();
    status(page, "short enough").locator("textarea").fill(" ");
    status(page, "short enough").locator(".save").click();
    assertThat(status(page, "short enough").locator(".error")).hasText("Write a message first");
  }

  @Test
  void homeAndActivityShowWhatArrives() throws Exception {
    Page page = open(bosh, "BOSH");
    page.getByTestId("home-message").fill("Hello <World>");
    page.getByTestId("home-publish").click();
    assertThat(page.getByTestId("home-items")).containsText("Hello <World>");
    assertThat(send("POST", "/home", "message=from+outside").statusCode()).isEqualTo(202);
    assertThat(page.getByTestId("home-items")).containsText("from outside");
    assertThat(page.getByTestId("raw"))
        .containsText("<entry xmlns=\"http://www.w3.org/2005/Atom\">from outside</entry>");
  }

  @Test
  void theTitleCountsWhatCameWhileThePageWasInTheBackground() throws Exception {
    Page page = open(webSocket, "WebSocket");
    setBackground(page, true);
    send("POST", "/statuses", "nick=a&message=one");
    send("POST", "/statuses", "nick=a&message=two");
    assertThat(page).hasTitle("(2) Herald demo");
    setBackground(page, false);
    assertThat(page).hasTitle("Herald demo");
  }

  @Test
  void aPageReconnectsByItselfAndShowsWhatItMissed() throws Exception {
    Page one = open(webSocket, "WebSocket");
    Page two = open(bosh, "BOSH");
    send("POST", "/statuses", "nick=a&message=edited+meanwhile");
    send("POST", "/statuses", "nick=a&message=deleted+meanwhile");
    for (Page page : List.of(one, two)) {
      assertThat(status(page, "deleted meanwhile")).isVisible();
    }
    webSocket.setOffline(true);
    bosh.setOffline(true);
    cut();
    Status edited = byMessage("edited meanwhile");
    send("PUT", "/statuses/" + edited.getId(), "message=it+was+edited");
    send("DELETE", "/statuses/" + byMessage("deleted meanwhile").getId(), "");
    send("POST", "/statuses", "nick=a&message=new+meanwhile");
    webSocket.setOffline(false);
    bosh.setOffline(false);
    for (Page page : List.of(one, two)) {
      assertThat(status(page, "new meanwhile")).isVisible(within(40));
      assertThat(status(page, "it was edited")).isVisible();
      assertThat(page.locator(".status:not(.gone)")).hasCount(2);
    }
  }

  @Test
  void theWallFitsADesktopAndAPhone() throws Exception {
    Page page = open(webSocket, "WebSocket");
    String[] messages = {
      "Herald brings every committed save to every page that is open.",
      "Edited, deleted, rolled back: the wall shows what the database holds.",
      "<script>alert('text stays text')</script>",
      "Links can be clicked: https://xmpp.org/extensions/xep-0060.html"
    };
    for (String message : messages) {
      post(page, "ann", message);
      assertThat(status(page, message)).isVisible();
    }
    send("POST", "/home", "message=Hello+from+a+shell");
    assertThat(page.getByTestId("home-items")).containsText("Hello from a shell");
    page.getByTestId("post").blur();
    // The pictures of the README come from here.
    for (int width : new int[] {1280, 390}) {
      page.setViewportSize(width, 860);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(Path.of("target/screenshots/wall-" + width + ".png"))
              .setAnimations(ScreenshotAnimations.DISABLED));
      Object overflow =
          page.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assertThat(overflow).as("horizontal overflow at %d px", width).isEqualTo(0);
    }
  }

  @Test
  void aPageConnectsBy127001AsByLocalhost() {
    Page page = webSocket.newPage();
    page.navigate(origin().replace("localhost", "127.0.0.1") + "/");
    assertThat(page.getByTestId("state")).hasText("connected by WebSocket");
  }

  private Status byMessage(String message) {
    return statuses.findTop50ByOrderByTimeDescIdDesc().stream()
        .filter(status -> status.getMessage().equals(message))
        .findFirst()
        .orElseThrow();
  }

  final Page open(BrowserContext context, String transport) {
    Page page = context.newPage();
    page.onDialog(
        dialog -> {
          dialogsAndErrors.add(dialog.message());
          dialog.dismiss();
        });
    page.onPageError(dialogsAndErrors::add);
    page.navigate(origin() + "/");
    assertThat(page.getByTestId("state")).hasText("connected by " + transport);
    return page;
  }

  private static void post(Page page, String nick, String message) {
    page.getByTestId("nick").fill(nick);
    page.getByTestId("message").fill(message);
    page.getByTestId("post").click();
  }

  static Locator status(Page page, String text) {
    return page.locator(".status").filter(new Locator.FilterOptions().setHasText(text));
  }

  /** Headless pages are always in the foreground, so they are told otherwise. */
  private static void setBackground(Page page, boolean background) {
    page.evaluate(
        """
        background => {
          Object.defineProperty(document, 'hidden', { value: background, configurable: true });
          Object.defineProperty(document, 'visibilityState', {
            value: background ? 'hidden' : 'visible', configurable: true });
          document.hasFocus = () => !background;
          document.dispatchEvent(new Event('visibilitychange'));
          window.dispatchEvent(new Event(background ? 'blur' : 'focus'));
        }
        """,
        background);
  }

  static LocatorAssertions.IsVisibleOptions within(int seconds) {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(seconds * 1000.0);
  }

  final HttpResponse<String> send(String method, String path, String form) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin() + path))
            .header("Accept", "application/json")
            .method(method, BodyPublishers.ofString(form));
    if (!form.isEmpty()) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
