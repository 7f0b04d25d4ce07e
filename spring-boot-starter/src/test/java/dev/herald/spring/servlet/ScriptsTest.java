package dev.herald.spring.servlet;

import dev.herald.server.XmppServer;
import dev.herald.server.script.BoshTransport;
import dev.herald.server.script.Scripts;
import dev.herald.server.script.WebSocketTransport;
import dev.herald.spring.notes.NotesApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The scripts of the server's tests over the servlet endpoints. */
@SpringBootTest(
    classes = NotesApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "herald.anonymous=true",
      "herald.clients.create-nodes=true",
      "spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
          + "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration"
    })
class ScriptsTest {

  @LocalServerPort private int port;
  @Autowired private XmppServer server;

  private final HttpClient http = HttpClient.newHttpClient();

  @DynamicPropertySource
  static void theServerThatTheScriptsAreFor(DynamicPropertyRegistry properties) {
    Scripts.ACCOUNTS.forEach(
        (name, password) -> properties.add("herald.users." + name, () -> password));
    properties.add("herald.max-items", Scripts.LIMITS::maxItems);
    properties.add("herald.limits.subscriptions", Scripts.LIMITS::subscriptionsPerAccount);
    properties.add("herald.limits.nodes", Scripts.LIMITS::nodes);
    properties.add("herald.limits.nodes-per-user", Scripts.LIMITS::nodesPerAccount);
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverTheServletsWebSocket() {
    return Scripts.over(
        new WebSocketTransport(http, URI.create("ws://localhost:" + port + "/xmpp-websocket")),
        server);
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverTheServletsBosh() {
    return Scripts.over(
        new BoshTransport(http, URI.create("http://localhost:" + port + "/http-bind")), server);
  }
}
