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
import org.junit.jupiter.api.Test;
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

  /** Sockets that can be cut, and a network that is down as long as it should be. */
  private static final String CUTTING =
      """
      const sockets = [];
      let down = false;
      const Real = window.WebSocket;
      window.WebSocket = class extends Real {
        constructor(...where) {
          if (down) throw new Error('the network is down');
          super(...where);
          sockets.push(this);
        }
      };
      const sender = await Herald.connect({ transport, nick: 'sender-' + crypto.randomUUID() });
      const reader = await Herald.connect({ transport, nick: 'reader-' + crypto.randomUUID() });
      const name = '/chat/' + crypto.randomUUID();
      const chat = sender.node(name);
      const seen = [];
      let until = '';
      let arrived = () => {};
      const wait = (id) => new Promise((resolve) => {
        until = id;
        arrived = resolve;
        if (seen.some((line) => line.endsWith(id))) resolve();
      });
      const hear = (line) => {
        seen.push(line);
        if (line.endsWith(until)) arrived();
      };
      reader.on('reset', ({ node }) => hear('reset ' + (node === name)));
      await chat.publish('one', { id: '1' });
      await reader.node(name).subscribe((item) => hear(item.op + ' ' + item.id + ' ' + item.text));
      await chat.publish('two', { id: '2' });
      await wait('two');
      const states = [];
      reader.on('state', ({ state }) => states.push(state));
      const cut = () => new Promise((resolve) => {
        down = true;
        const end = reader.on('state', () => { end(); resolve(); });
        sockets[1].close();
      });
      await cut();
      """;

  @Test
  void afterALossEachMissedChangeArrivesOnceAndInOrder() {
    assertThat(
            evaluate(
                "websocket",
                CUTTING
                    + """
                    await chat.publish('three', { id: '3' });
                    await chat.retract('1');
                    await chat.publish('two again', { id: '2' });
                    await chat.retract('3');
                    down = false;
                    for (let i = 0; i < 60; i++) await chat.publish('more ' + i, { id: 'm' });
                    await wait('more 59');
                    await chat.publish('last', { id: '4' });
                    await wait('last');
                    await sender.disconnect();
                    await reader.disconnect();
                    return [states[0], ...seen.filter((line) => !line.includes('more')),
                      seen.filter((line) => line.includes('more')).join()
                        === Array.from({ length: 60 }, (_, i) => 'publish m more ' + i).join()];
                    """))
        .isEqualTo(
            List.of(
                "reconnecting",
                "publish 2 two",
                "publish 3 three",
                "delete 1 ",
                "publish 2 two again",
                "delete 3 ",
                "publish 4 last",
                true));
  }

  @Test
  void whatIsNotKnownAnyMoreIsAResetAndTheItems() {
    assertThat(
            evaluate(
                "websocket",
                CUTTING
                    + """
                    await chat.delete();
                    await chat.publish('new', { id: '9' });
                    down = false;
                    await wait('new');
                    await chat.publish('last', { id: '4' });
                    await wait('last');
                    await sender.disconnect();
                    await reader.disconnect();
                    return seen;
                    """))
        .isEqualTo(
            List.of("publish 2 two", "delete 2 ", "reset true", "publish 9 new", "publish 4 last"));
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
