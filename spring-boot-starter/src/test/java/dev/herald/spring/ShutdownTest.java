package dev.herald.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.server.XmppServer;
import dev.herald.spring.notes.NotesApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class ShutdownTest {

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aRequestThatIsHeldIsToldWhenTheApplicationStops() throws Exception {
    ConfigurableApplicationContext application = start();
    XmppServer server = application.getBean(XmppServer.class);
    URI uri = endpoint(application);
    Matcher sid = created(uri);
    CompletableFuture<HttpResponse<String>> held =
        post(uri, "rid='2' sid='" + sid.group(1) + "'", "");
    CompletableFuture<HttpResponse<String>> second =
        post(
            uri,
            "rid='3' sid='" + sid.group(1) + "'",
            "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='NONE'>=</auth>");
    // What the third asks is answered to the second, so that the third is held now for certain.
    await().until(held::isDone);

    application.close();

    assertThat(second.get(30, TimeUnit.SECONDS).body()).contains("system-shutdown");
    assertThat(server.sessions().size()).isZero();
  }

  @Test
  void aStreamOutlivesThePauseOfAnApplication() throws Exception {
    try (ConfigurableApplicationContext application = start()) {
      Matcher sid = created(endpoint(application));
      application.pause();
      application.restart();
      String answer =
          post(
                  endpoint(application),
                  "rid='2' sid='" + sid.group(1) + "'",
                  "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='NONE'>=</auth>")
              .get(30, TimeUnit.SECONDS)
              .body();
      assertThat(answer).contains("invalid-mechanism");
    }
  }

  private static ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(NotesApplication.class)
        .run(
            "--server.port=0",
            "--spring.datasource.generate-unique-name=true",
            "--spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
                + "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration");
  }

  private static URI endpoint(ConfigurableApplicationContext application) {
    String port = application.getEnvironment().getProperty("local.server.port");
    return URI.create("http://localhost:" + port + "/http-bind");
  }

  private Matcher created(URI uri) throws Exception {
    String created =
        post(uri, "rid='1' to='localhost' wait='60' hold='1'", "").get(30, TimeUnit.SECONDS).body();
    Matcher sid = Pattern.compile(" sid=\"([^\"]+)\"").matcher(created);
    assertThat(sid.find()).as(created).isTrue();
    return sid;
  }

  private CompletableFuture<HttpResponse<String>> post(URI uri, String attributes, String content) {
    return http.sendAsync(
        HttpRequest.newBuilder(uri)
            .POST(
                BodyPublishers.ofString(
                    "<body xmlns='http://jabber.org/protocol/httpbind' %s>%s</body>"
                        .formatted(attributes, content)))
            .build(),
        BodyHandlers.ofString());
  }
}
