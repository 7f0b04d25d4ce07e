package dev.herald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code herald serve}, as a process of its own where it runs. */
class ServeCommandTest {

  private static final String HEADER =
      "<stream:stream to='localhost' version='1.0' xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams'>";

  @Test
  void itSaysWhereItListensAndWhatIsInsecureAndEndsStreamsWhenItIsEnded() throws Exception {
    Process server = start("--tcp-port=0", "--http-port=0", "--anonymous");
    try (BufferedReader out = server.inputReader()) {
      List<String> lines = untilInsecure(out, 3);
      assertThat(lines)
          .anyMatch(line -> line.matches("Listening: xmpp://127\\.0\\.0\\.1:\\d+"))
          .anyMatch(line -> line.matches("Listening: ws://127\\.0\\.0\\.1:\\d+/xmpp-websocket"))
          .anyMatch(line -> line.matches("Listening: http://127\\.0\\.0\\.1:\\d+/http-bind"))
          .anyMatch(line -> line.startsWith("Insecure: no TLS"))
          .anyMatch(line -> line.startsWith("Insecure: anybody may log in"));
      try (Socket client = connect(lines)) {
        client.getOutputStream().write(HEADER.getBytes(StandardCharsets.UTF_8));
        assertThat(readUntil(client, "</stream:features>")).contains("ANONYMOUS");

        server.destroy();

        assertThat(readUntil(client, "</stream:stream>")).contains("<system-shutdown");
        assertThat(server.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
      }
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void theFileSaysWhatTheCommandLineDoesNot(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("herald.properties"),
            "tcp-port=0\nhttp-port=0\nuser=ann:her:secret,with,commas,bob:other\nregistration=true\nread-only=true\n");
    Process server = start("--config", file.toString(), "--domain=herald.test");
    try (BufferedReader out = server.inputReader()) {
      List<String> lines = untilInsecure(out, 2);
      assertThat(lines)
          .anyMatch(line -> line.contains("pubsub.herald.test"))
          .anyMatch(line -> line.startsWith("Insecure: anybody may make an account"))
          .noneMatch(line -> line.contains("secret"));
      try (Socket client = connect(lines)) {
        client
            .getOutputStream()
            .write(HEADER.replace("localhost", "herald.test").getBytes(StandardCharsets.UTF_8));
        assertThat(readUntil(client, "</stream:features>")).contains("SCRAM-SHA-256");
      }
    } finally {
      server.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--bind 0.0.0.0 --tcp-port 0              | needs a certificate",
        "--user ann                               | --user is a name, a colon and a secret",
        "--tls-key k.pem                          | --tls-key needs its --tls-cert",
        "--tls-cert none.pem --tls-key none.pem   | 'none.pem'",
        "--domain a@b                             | 'a@b' is an account",
        "--tcp-port 70000                         | 70000",
        "--allowed-origin shop.example            | no origin",
        "--jwt-secret short                       | 32",
        "--config none.properties                 | 'none.properties' cannot be read",
        "--max-stanza-bytes 100                   | below the 10,000",
      })
  void whatCannotWorkIsOneSentence(String arguments, String message) {
    StringWriter err = new StringWriter();
    CommandLine line = Herald.commandLine().setErr(new PrintWriter(err, true));
    int code = line.execute(("serve " + arguments).strip().split(" +"));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void aKeyThatIsNoOptionIsNamed(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("herald.properties"), "tcp-prot=5222\n");
    StringWriter err = new StringWriter();
    Herald.commandLine().setErr(new PrintWriter(err, true)).execute("serve", "--config=" + file);
    assertThat(err.toString()).contains("tcp-prot");
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.herald.cli.Herald",
                "serve"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** All lines up to that many about what is insecure, which come last. */
  private static List<String> untilInsecure(BufferedReader out, int count) throws IOException {
    List<String> lines = new ArrayList<>();
    int insecure = 0;
    while (insecure < count) {
      String line = out.readLine();
      assertThat(line).as("a line after %s", lines).isNotNull();
      lines.add(String.valueOf(line));
      insecure += String.valueOf(line).startsWith("Insecure:") ? 1 : 0;
    }
    return lines;
  }

  private static Socket connect(List<String> lines) throws IOException {
    String tcp = lines.stream().filter(l -> l.contains("xmpp://")).findFirst().orElseThrow();
    int port = Integer.parseInt(tcp.substring(tcp.lastIndexOf(':') + 1));
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    byte[] bytes = new byte[4096];
    while (read.indexOf(end) < 0) {
      int count = socket.getInputStream().read(bytes);
      assertThat(count).as("more after '%s'", read).isPositive();
      read.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
    }
    return read.toString();
  }
}
