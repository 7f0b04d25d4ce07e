package dev.herald.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same for every server: clients of the web reach it over a bridge, which speaks STARTTLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BridgeTest {

  private static final int ITEMS = 20;

  private ServerUnderTest server;
  private HeraldPage web;
  private BridgeProcess bridge;
  private SmackUser publisher;

  /** Starts it; a server that is not there skips the test or fails it. */
  abstract ServerUnderTest start(Path folder);

  @BeforeAll
  void startServerAndBridge(@TempDir Path folder) throws Exception {
    server = start(folder);
    web = HeraldPage.open();
    bridge = BridgeProcess.to(server, web.origin());
    publisher = SmackUser.login(server, ServerUnderTest.ACCOUNTS.get(0));
  }

  @AfterAll
  void stopAll() {
    if (publisher != null) {
      publisher.close();
    }
    if (bridge != null) {
      bridge.close();
    }
    if (web != null) {
      web.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void smackSubscribesOverWebSocket() throws Exception {
    try (SmackUser reader =
        SmackUser.overWebSocket(server, bridge.http(), ServerUnderTest.ACCOUNTS.get(1))) {
      receives(reader, "/bridge/smack-websocket");
    }
  }

  @Test
  void smackSubscribesOverBosh() throws Exception {
    try (SmackUser reader =
        SmackUser.overBosh(server, bridge.http(), ServerUnderTest.ACCOUNTS.get(1))) {
      receives(reader, "/bridge/smack-bosh");
    }
  }

  private void receives(SmackUser reader, String node) throws Exception {
    publisher.create(node);
    BlockingQueue<String> ids = reader.subscribe(node);
    for (int i = 0; i < ITEMS; i++) {
      publisher.publish(node, "i" + i, "Grüße & <Küsse>");
    }
    for (int i = 0; i < ITEMS; i++) {
      assertThat(ids.poll(30, TimeUnit.SECONDS)).isEqualTo("i" + i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "bosh"})
  void aPageWithHeraldJsReceivesWhatIsPublished(String transport) throws Exception {
    String node = "/bridge/page-" + transport;
    Account reader = ServerUnderTest.ACCOUNTS.get(2);
    publisher.create(node);
    try (BrowserContext browser = web.newBrowser()) {
      Page page = web.page(browser);

      List<?> connected = HeraldPage.connect(page, bridge.http(), transport, reader, node);

      assertThat(connected.get(0)).isEqualTo(transport);
      assertThat(connected.get(1).toString()).startsWith(reader.jid(server.domain()) + "/");
      for (int i = 0; i < ITEMS; i++) {
        publisher.publish(node, "i" + i, "first <&> ü");
      }
      page.waitForFunction("count => items.length === count", ITEMS);
      assertThat(page.evaluate("items.join()"))
          .isEqualTo(String.join(",", IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "bosh"})
  void aPageCatchesUpWhenTheBridgeIsStartedAgain(String transport) throws Exception {
    String node = "/bridge/again-" + transport;
    publisher.create(node);
    try (BrowserContext browser = web.newBrowser()) {
      Page page = web.page(browser);
      int port;
      try (BridgeProcess first = BridgeProcess.to(server, web.origin())) {
        port = first.http().getPort();
        HeraldPage.connect(page, first.http(), transport, ServerUnderTest.ACCOUNTS.get(2), node);
        publisher.publish(node, "before", "1");
        page.waitForFunction("items.includes('before')");
      }
      page.waitForFunction("states.includes('reconnecting')");
      publisher.publish(node, "meanwhile", "2");
      try (BridgeProcess second = BridgeProcess.at(server, web.origin(), port)) {
        page.waitForFunction("items.includes('meanwhile')");
        assertThat(second.http().getPort()).isEqualTo(port);
        publisher.publish(node, "after", "3");
        page.waitForFunction("items.includes('after')");
        // ejabberd sends who subscribes the last item once more. It has no ids of changes, so
        // herald.js tells it beside what it has found out by comparing.
        assertThat(page.evaluate("[...new Set(items)].join()")).isEqualTo("before,meanwhile,after");
      }
    }
  }
}
