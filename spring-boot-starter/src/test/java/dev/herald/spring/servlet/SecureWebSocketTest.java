package dev.herald.spring.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Actor;
import dev.herald.spring.notes.NotesApplication;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** WebSocket on the container's TLS, and its end with the application. */
class SecureWebSocketTest {

  private static final String PASSWORD = "changeit";

  @TempDir private Path directory;

  @Test
  void messagesOfAllSizesPassAndTheStreamEndsWithTheApplication() throws Exception {
    Path store = keyStore();
    ConfigurableApplicationContext application =
        new SpringApplicationBuilder(NotesApplication.class)
            .run(
                "--server.port=0",
                "--server.ssl.key-store=" + store,
                "--server.ssl.key-store-password=" + PASSWORD,
                "--herald.anonymous=true",
                "--spring.datasource.url=jdbc:h2:mem:secure",
                "--spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
                    + "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration");
    int port =
        Integer.parseInt(
            application.getEnvironment().getRequiredProperty("local.server.port", String.class));
    XmppServer server = application.getBean(XmppServer.class);
    server.pubSub().create(Actor.APPLICATION, "/secure");
    try (RawWebSocket socket = new RawWebSocket(port, trusting(store))) {
      assertThat(socket.handshake("https://localhost:" + port, "xmpp")).startsWith("HTTP/1.1 101");
      socket.logIn();
      socket.subscribe("/secure");
      for (int size = 1; size < 700_000; size *= 3) {
        String payload = "<entry>" + "x".repeat(size) + "</entry>";
        server.pubSub().publish(Actor.APPLICATION, "/secure", "i" + size, payload);
        assertThat(socket.readUntil("\"i" + size + "\"")).contains(payload);
        socket.sendFrame(0x89, "p" + size);
        assertThat(socket.readPong()).isEqualTo("p" + size);
      }

      application.close();

      assertThat(socket.readUntilClosed()).contains("system-shutdown");
      assertThat(socket.closeCode()).isEqualTo(1001);
      assertThat(socket.closeReason()).startsWith("shutdown");
      assertThat(socket.isClosedByPeer()).isTrue();
    } finally {
      application.close();
    }
  }

  private Path keyStore() throws Exception {
    Path store = directory.resolve("localhost.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "localhost",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(Files.readString(directory.resolve("keytool.log"))).isZero();
    return store;
  }

  private static SocketFactory trusting(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("localhost", keys.getCertificate("localhost"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, managers.getTrustManagers(), null);
    return tls.getSocketFactory();
  }
}
