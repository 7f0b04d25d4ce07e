package dev.herald.interop;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.herald.spring.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** A web server with herald.js and nothing else, and pages of it in a real browser. */
final class HeraldPage implements AutoCloseable {

  private static final String SCRIPT = "/herald/herald.js";

  /** Connects with the options, subscribes, and keeps the items that come. */
  private static final String CONNECT =
      """
      async ({ options, node }) => {
        const { Herald } = await import('/herald/herald.js');
        window.items = [];
        window.states = [];
        const herald = await Herald.connect(options);
        window.herald = herald;
        herald.on('state', ({ state }) => states.push(state));
        await herald.node(node).subscribe((item) => items.push(item.id));
        return [herald.transport, herald.jid];
      }
      """;

  private final HttpServer web;
  private final Chromium chromium;

  private HeraldPage(HttpServer web, Chromium chromium) {
    this.web = web;
    this.chromium = chromium;
  }

  static HeraldPage open() throws IOException {
    Chromium chromium = Chromium.start();
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(SCRIPT, HeraldPage::script);
    web.start();
    return new HeraldPage(web, chromium);
  }

  private static void script(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream in = HeraldPage.class.getResourceAsStream("/META-INF/resources" + SCRIPT)) {
      if (in == null) {
        throw new IOException("There is no herald.js on the class path");
      }
      byte[] script = in.readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "text/javascript; charset=utf-8");
      exchange.sendResponseHeaders(200, script.length);
      exchange.getResponseBody().write(script);
    }
  }

  String origin() {
    return "http://localhost:" + web.getAddress().getPort();
  }

  BrowserContext newBrowser() {
    return chromium.browser().newContext();
  }

  /** A page of it. */
  Page page(BrowserContext browser) {
    Page page = browser.newPage();
    page.navigate(origin() + SCRIPT);
    return page;
  }

  /** Connects a page to endpoints elsewhere and subscribes; gives the transport and the JID. */
  static List<?> connect(
      Page page, InetSocketAddress http, String transport, Account account, String node) {
    return (List<?>)
        page.evaluate(
            CONNECT,
            Map.of(
                "node",
                node,
                "options",
                Map.of(
                    "base",
                    "http://localhost:" + http.getPort() + "/",
                    "transport",
                    transport,
                    "user",
                    account.name(),
                    "password",
                    account.password())));
  }

  @Override
  public void close() {
    web.stop(0);
    chromium.close();
  }
}
