package demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.herald.netty.ListenerSettings;
import dev.herald.netty.NettyListeners;
import dev.herald.server.XmppServer;
import dev.herald.server.bosh.Prebound;
import dev.herald.server.sasl.Peer;
import dev.herald.spring.Chromium;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Pages at a port of the server's own, without the application's: WebSocket, BOSH, and prebind. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "herald.server.http.port=0",
      "spring.datasource.url=jdbc:h2:mem:own-port;DB_CLOSE_DELAY=-1"
    })
class OwnPortTest {

  static final Path STROPHE = Path.of("../js/node_modules/strophe.js/dist/strophe.umd.min.js");

  /** Connects with the options, subscribes, and keeps the messages that come. */
  private static final String HERALD =
      """
      async ({ origin, options }) => {
        const { Herald } = await import(`${origin}/herald/herald.js`);
        window.messages = [];
        try {
          const herald = await Herald.connect(options);
          await herald.node('/demo/Status').subscribe((item) => messages.push(item.fields.message));
          return [herald.transport, herald.jid];
        } catch (error) {
          return [error.condition, String(error)];
        }
      }
      """;

  /** The same by Strophe alone, in a session that is there already. */
  static final String STROPHE_ATTACH =
      """
      ({ jid, sid, rid }) => new Promise((resolve) => {
        const { Strophe, $iq } = window.strophe ?? window;
        window.messages = [];
        const connection = new Strophe.Connection('/http-bind');
        connection.attach(jid, sid, rid, (status) => {
          if (status !== Strophe.Status.ATTACHED) return;
          connection.addHandler((message) => {
            for (const field of message.querySelectorAll('field[name=message]')) {
              messages.push(field.textContent);
            }
            return true;
          }, null, 'message');
          const subscribe = $iq({ to: 'pubsub.localhost', type: 'set' })
            .c('pubsub', { xmlns: 'http://jabber.org/protocol/pubsub' })
            .c('subscribe', { node: '/demo/Status', jid });
          connection.sendIQ(subscribe, () => resolve(connection.jid));
        });
      })
      """;

  private static Chromium chromium;

  @LocalServerPort private int applicationPort;
  @Autowired private StatusRepository statuses;
  @Autowired private XmppServer server;
  @Autowired private NettyListeners listeners;

  private BrowserContext context;

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
  void newBrowser() {
    context = chromium.browser().newContext();
  }

  @AfterEach
  void closeBrowser() {
    context.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "bosh"})
  void aPageOfThatPortReceivesWhatIsSaved(String transport) {
    String origin = origin(listeners);
    Page page = page(origin);

    assertThat(connect(page, origin, Map.of("transport", transport)).get(0)).isEqualTo(transport);
    assertReceives(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "bosh"})
  void soDoesAPageOfAnotherOriginThatIsAllowed(String transport) {
    String application = "http://localhost:" + applicationPort;
    try (NettyListeners allowing = open(Set.of(application))) {
      Page page = page(application);

      assertThat(connect(page, origin(allowing), Map.of("transport", transport)).get(0))
          .isEqualTo(transport);
      assertReceives(page);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "bosh"})
  void aPageOfAnyOtherOriginFindsTheServiceAndIsRefused(String transport) {
    try (NettyListeners allowing = open(Set.of("http://localhost:" + applicationPort))) {
      Page page = page("http://127.0.0.1:" + applicationPort);

      assertThat(connect(page, origin(allowing), Map.of("transport", transport)).toString())
          .contains("connection-failed", transport)
          .doesNotContain("host-meta");
    }
  }

  @Test
  void aPageTakesOverASessionThatIsLoggedIn() {
    Prebound prebound = prebind();
    String origin = origin(listeners);
    Page page = page(origin);

    assertThat(connect(page, origin, Map.of("attach", attach(prebound))))
        .isEqualTo(List.of("bosh", "ann@localhost/page"));
    assertReceives(page);
  }

  @Test
  void soDoesOneWithStropheAlone() {
    Prebound prebound = prebind();
    Page page = page(origin(listeners));
    page.addScriptTag(new Page.AddScriptTagOptions().setPath(STROPHE));

    assertThat(page.evaluate(STROPHE_ATTACH, attach(prebound))).isEqualTo("ann@localhost/page");
    assertReceives(page);
  }

  private Prebound prebind() {
    return server.bosh().prebind(new Peer("127.0.0.1", true, "ann", null), "page");
  }

  private static Map<String, Object> attach(Prebound prebound) {
    return Map.of("jid", prebound.jid(), "sid", prebound.sid(), "rid", (double) prebound.rid());
  }

  private NettyListeners open(Set<String> allowed) {
    return NettyListeners.open(
        server,
        new ListenerSettings(
            InetAddress.getLoopbackAddress(), null, 0, null, Map.of(), null, false, allowed, 0));
  }

  private static String origin(NettyListeners listeners) {
    return "http://localhost:" + listeners.httpPort().orElseThrow();
  }

  /** Any document of the origin. Not a made-up one, which browsers hold for one from far away. */
  private Page page(String origin) {
    Page page = context.newPage();
    page.navigate(origin + "/herald/herald.js");
    return page;
  }

  /** Gives the transport and the JID, or the condition of the failure and its message. */
  private static List<?> connect(Page page, String origin, Map<String, Object> options) {
    return (List<?>) page.evaluate(HERALD, Map.of("origin", origin, "options", options));
  }

  /** More than once, because the first answer of a session could be the last. */
  private void assertReceives(Page page) {
    for (String text : List.of("first", "second <&> ü", "third")) {
      statuses.save(new Status("ann", text));
      page.waitForFunction("text => messages.includes(text)", text);
    }
  }
}
