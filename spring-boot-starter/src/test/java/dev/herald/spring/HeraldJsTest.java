package dev.herald.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.herald.PubSub;
import dev.herald.server.XmppServer;
import dev.herald.spring.notes.NotesApplication;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Each call of herald.js against the server, in Chromium, on both transports. */
@SpringBootTest(
    classes = NotesApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "herald.anonymous=true",
      "herald.clients.create-nodes=true",
      "herald.clients.publish-to=/chat/*",
      "spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
          + "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration"
    })
class HeraldJsTest {

  private static Chromium chromium;

  @LocalServerPort private int port;
  @Autowired private PubSub pubSub;
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
  void whatOnePagePublishesAnotherReceives(String transport) {
    assertThat(
            evaluate(
                transport,
                """
                const sender = await Herald.connect({ transport, nick: 'sender' });
                const reader = await Herald.connect({ transport, nick: 'reader' });
                const chat = sender.node('/chat/' + transport);
                await chat.publish('first', { id: 'a' });
                const seen = [];
                const done = new Promise((resolve) => {
                  const callback = (item) => {
                    seen.push(`${item.op} ${item.id} ${item.json ? item.json.n : item.text}`);
                    if (item.op === 'delete') resolve();
                  };
                  const node = reader.node('/chat/' + transport);
                  node.subscribe(callback)
                    .then(() => node.subscribe(callback))
                    .then(() => chat.publish({ n: 7 }, { id: 'b' }))
                    .then(() => chat.publish('<b>text</b>', { id: 'a' }))
                    .then(() => chat.retract('b'));
                });
                await done;
                const items = await reader.node('/chat/' + transport).items();
                const who = sender.nick + ' ' + sender.transport;
                await sender.disconnect();
                await reader.disconnect();
                return [...seen, items.map((item) => item.id + item.text).join(), who, reader.state];
                """))
        .isEqualTo(
            List.of(
                "publish b 7",
                "publish a <b>text</b>",
                "delete b ",
                "a<b>text</b>",
                "sender " + transport,
                "disconnected"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "bosh"})
  void whatIsRefusedSaysWhy(String transport) {
    assertThat(
            evaluate(
                transport,
                """
                const herald = await Herald.connect({ transport });
                const conditions = [];
                const attempt = async (name, call) => {
                  try { await call(); conditions.push(name + ' done'); }
                  catch (error) { conditions.push(name + ' ' + error.condition); }
                };
                const entity = herald.node('/notes/Note');
                await attempt('publish', () => entity.publish('x'));
                await attempt('retract', () => entity.retract('1'));
                await attempt('delete', () => entity.delete());
                await attempt('subscribe', () => herald.node('/none').subscribe(() => {}));
                await attempt('items', () => herald.node('/none').items());
                const mine = herald.node('/mine/' + transport);
                await attempt('create', () => mine.create());
                await attempt('again', () => mine.create());
                await attempt('own', () => mine.publish('x'));
                await attempt('gone', () => mine.delete());
                await herald.disconnect();
                await attempt('closed', () => mine.publish('x'));
                return conditions;
                """))
        .isEqualTo(
            List.of(
                "publish forbidden",
                "retract forbidden",
                "delete forbidden",
                "subscribe item-not-found",
                "items item-not-found",
                "create done",
                "again conflict",
                "own done",
                "gone done",
                "closed disconnected"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "bosh"})
  void whoUnsubscribesHearsNoMoreAndLeavesNothingBehind(String transport) {
    pubSub.publish("/news", "1", "one");
    await().until(() -> server.pubSub().nodes().contains("/news"));
    assertThat(
            evaluate(
                transport,
                """
                const herald = await Herald.connect({ transport });
                const news = herald.node('/news');
                const seen = [];
                await news.subscribe((item) => seen.push(item.id));
                await news.unsubscribe();
                const other = herald.node('/chat/marker-' + transport);
                await other.publish('x', { id: '0' });
                await new Promise((resolve) => {
                  other.subscribe(resolve).then(() => other.publish('x', { id: '1' }));
                });
                await herald.disconnect();
                return seen;
                """))
        .isEqualTo(List.of());
    await().until(() -> server.sessions().size() == 0);
  }

  private Object evaluate(String transport, String script) {
    try (BrowserContext context = chromium.browser().newContext()) {
      Page page = context.newPage();
      page.navigate("http://localhost:" + port + "/.well-known/host-meta.json");
      return page.evaluate(
          "async (transport) => { const { Herald } = await import('/herald/herald.js');"
              + script
              + "}",
          transport);
    }
  }
}
