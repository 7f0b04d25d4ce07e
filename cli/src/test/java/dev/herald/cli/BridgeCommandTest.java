package dev.herald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code herald bridge}, as a process of its own where it runs. */
class BridgeCommandTest {

  @Test
  void itSaysWhereItListensAndWhereItLeadsAndEndsWhenItIsTold() throws Exception {
    Process bridge =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.herald.cli.Herald",
                "bridge",
                "--to=localhost",
                "--domain=chat.example",
                "--http-port=0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = bridge.inputReader()) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        lines.add(String.valueOf(out.readLine()));
      }
      assertThat(lines.get(0)).matches("Listening: ws://127\\.0\\.0\\.1:\\d+/xmpp-websocket");
      assertThat(lines.get(1)).matches("Listening: http://127\\.0\\.0\\.1:\\d+/http-bind");
      assertThat(lines.get(2))
          .isEqualTo("Bridge to chat.example at localhost:5222 on this machine, without TLS");
      assertThat(lines.get(3)).startsWith("Insecure: no TLS; only this machine");

      bridge.destroy();

      assertThat(bridge.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      bridge.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--domain=a                                               | --to",
        "--to=localhost                                           | --domain",
        "--to=localhost:x --domain=a                              | 'localhost:x' is no HOST:PORT",
        "--to=localhost:0 --domain=a                              | from 1 to 65535, not 0",
        "--to=localhost --domain=a@b                              | 'a@b' is an account",
        "--to=192.0.2.1 --domain=a --server-tls=none              | is another machine",
        "--to=localhost --domain=a --server-tls=maybe             | not 'maybe'",
        "--to=localhost --domain=a --trust=none.pem               | 'none.pem'",
        "--to=localhost --domain=a --server-tls=none --trust=x    | of no use",
        "--to=localhost --domain=a --key=k.pem                    | --key needs its --certificate",
        "--to=localhost --domain=a --http-host=0.0.0.0            | needs a certificate",
        "--to=localhost --domain=a --origin=shop.example          | no origin",
        "--to=localhost --domain=a --max-stanza-bytes=100         | below the 10,000",
      })
  void whatCannotWorkIsOneSentence(String arguments, String message) {
    StringWriter err = new StringWriter();
    CommandLine line = Herald.commandLine().setErr(new PrintWriter(err, true));
    int code = line.execute(("bridge --http-port=0 " + arguments).strip().split(" +"));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains(message).doesNotContain("\tat ");
  }
}
