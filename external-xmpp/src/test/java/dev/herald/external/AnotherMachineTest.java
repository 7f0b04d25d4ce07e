package dev.herald.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.herald.external.stream.TlsMode;
import dev.herald.publisher.NodeOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server without TLS that is not on loopback, as this machine's own address is not. */
class AnotherMachineTest {

  private static Optional<InetAddress> ownAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst();
  }

  /** Reads all that a client says after it has been told the features. */
  private static CompletableFuture<String> serve(ServerSocket listener) {
    return CompletableFuture.supplyAsync(
        () -> {
          ByteArrayOutputStream said = new ByteArrayOutputStream();
          try (Socket client = listener.accept()) {
            client
                .getOutputStream()
                .write(
                    ("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
                            + " id='1' version='1.0'><stream:features>"
                            + "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>"
                            + "</stream:features>")
                        .getBytes(StandardCharsets.UTF_8));
            client.getInputStream().transferTo(said);
          } catch (IOException e) {
            // A client that goes without having read all resets the connection.
          }
          return said.toString(StandardCharsets.UTF_8);
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"AUTO", "STARTTLS", "NONE"})
  void isNotSentThePasswordWithoutTls(TlsMode mode) throws IOException {
    Optional<InetAddress> address = ownAddress();
    assumeTrue(address.isPresent(), "This machine has no address but loopback");
    try (ServerSocket listener = new ServerSocket(0, 1, address.get())) {
      CompletableFuture<String> said = serve(listener);
      String message =
          message(
              Targets.patient(XmppSettings.account("shop@example.org", "the-password"))
                  .withTls(mode, null),
              listener);
      assertThat(message)
          .contains(mode == TlsMode.NONE ? "would not be encrypted" : "offers no TLS")
          .doesNotContain("the-password");
      assertThat(said.join()).contains("<stream:stream").doesNotContain("<auth");
    }
  }

  @Test
  void isNotSentAComponentsSecretWithoutTls() throws IOException {
    Optional<InetAddress> address = ownAddress();
    assumeTrue(address.isPresent(), "This machine has no address but loopback");
    try (ServerSocket listener = new ServerSocket(0, 1, address.get())) {
      CompletableFuture<String> said = serve(listener);
      assertThat(
              message(
                  Targets.patient(XmppSettings.component("shop.example.org", "the-secret")),
                  listener))
          .contains("would not be encrypted");
      assertThat(said.join()).isEmpty();
    }
  }

  private static String message(XmppSettings settings, ServerSocket listener) {
    XmppSettings there =
        settings.withHost(listener.getInetAddress().getHostAddress(), listener.getLocalPort());
    try (XmppNodePublisher target = XmppNodePublisher.open(there)) {
      target.createNode("/n", new NodeOptions(1, true));
      return target.state().message();
    }
  }
}
