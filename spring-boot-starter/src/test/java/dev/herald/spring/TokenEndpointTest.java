package dev.herald.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.sasl.jwt.JwtAccounts;
import dev.herald.server.sasl.jwt.JwtKey;
import dev.herald.server.sasl.jwt.JwtSettings;
import dev.herald.spring.notes.NotesApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * What pages ask an application for whose XMPP server is another program; that is not there yet.
 */
@SpringBootTest(
    classes = NotesApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.security.user.name=ann@shop.example",
      "spring.security.user.password=secret",
      "herald.target=xmpp",
      "herald.domain=shop.example",
      "herald.xmpp.host=127.0.0.1",
      "herald.xmpp.port=1",
      "herald.xmpp.component=herald.shop.example",
      "herald.xmpp.component-secret=sesame",
      "herald.token.secret=" + TokenEndpointTest.SECRET
    })
class TokenEndpointTest {

  static final String SECRET = "0123456789abcdef0123456789abcdef";

  @LocalServerPort private int port;

  @Test
  void whoIsLoggedInGetsATokenThatTheServerAccepts() throws Exception {
    HttpResponse<String> answer = get("/herald/token", true);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    String user = "{\"user\":\"ann\\\\40shop.example@shop.example\",\"token\":\"";
    assertThat(answer.body()).startsWith(user).endsWith("\"}");
    String token = answer.body().substring(user.length(), answer.body().length() - 2);
    JwtAccounts accounts =
        new JwtAccounts(
            JwtSettings.of(JwtKey.hs256(SECRET.getBytes(StandardCharsets.UTF_8)), "shop.example"));
    assertThat(accounts.authenticate("ann@shop.example", token)).isTrue();
    assertThat(accounts.authenticate("bob@shop.example", token)).isFalse();
  }

  @Test
  void whoIsNotLoggedInGetsNone() throws Exception {
    assertThat(get("/herald/token", false).statusCode()).isEqualTo(401);
  }

  @Test
  void aPageFindsTheServiceAndTheTokens() throws Exception {
    assertThat(get("/.well-known/host-meta.json", true).body())
        .contains(
            "\"urn:herald:domain\":\"shop.example\"",
            "\"urn:herald:service\":\"pubsub.shop.example\"",
            "\"urn:herald:token\":\"herald/token\"");
  }

  private HttpResponse<String> get(String path, boolean loggedIn) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("X-Requested-With", "XMLHttpRequest");
    if (loggedIn) {
      String credentials = "ann@shop.example:secret";
      request.header(
          "Authorization",
          "Basic "
              + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
