package dev.herald.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same for every server: clients in other languages receive what one of Smack publishes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ScriptClientTest {

  private ServerUnderTest server;
  private SmackUser publisher;

  /** Starts it; a server that is not there skips the test or fails it. */
  abstract ServerUnderTest start(Path folder);

  @BeforeAll
  void startServer(@TempDir Path folder) throws Exception {
    server = start(folder);
    publisher = SmackUser.login(server, ServerUnderTest.ACCOUNTS.get(0));
  }

  @AfterAll
  void stopServer() {
    if (publisher != null) {
      publisher.close();
    }
    if (server != null) {
      server.close();
    }
  }

  static Stream<Arguments> clients() {
    return Arrays.stream(ScriptClient.values())
        .flatMap(
            client ->
                Arrays.stream(ScriptClient.Transport.values())
                    .map(transport -> Arguments.of(client, transport)));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void receivesWhatIsPublished(ScriptClient client, ScriptClient.Transport transport)
      throws Exception {
    String node = "/interop/" + client + "-" + transport;
    publisher.create(node);
    try (Program subscriber =
        client.subscribe(
            server,
            transport,
            server.certificate().certificate(),
            ServerUnderTest.ACCOUNTS.get(1),
            node)) {
      subscriber.awaitLine("subscribed"::equals);

      publisher.publish(node, "42", "Grüße & <Küsse>");

      assertThat(subscriber.awaitLine(line -> line.startsWith("item ")))
          .isEqualTo("item 42 {http://www.w3.org/2005/Atom}entry Grüße & <Küsse>");
      subscriber.awaitSuccess();
    }
  }

  @ParameterizedTest
  @MethodSource("clientsWithinTls")
  void logsInNowhereWithoutTheServersCertificate(
      ScriptClient client, ScriptClient.Transport transport, @TempDir Path folder) {
    ServerCertificate another = ServerCertificate.create(server.domain(), folder);

    try (Program subscriber =
        client.subscribe(
            server, transport, another.certificate(), ServerUnderTest.ACCOUNTS.get(1), "/none")) {
      assertThat(subscriber.awaitFailure())
          .doesNotContain("subscribed")
          .containsAnyOf(
              "CERTIFICATE_VERIFY_FAILED", "certificate verify failed", "ssl_invalid_chain");
    }
  }

  static Stream<Arguments> clientsWithinTls() {
    return clients().filter(arguments -> arguments.get()[1] != ScriptClient.Transport.PLAIN);
  }
}
