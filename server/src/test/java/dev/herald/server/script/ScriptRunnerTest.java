package dev.herald.server.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.XmppServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A script that must fail does, with its line. */
class ScriptRunnerTest {

  private static final String PING = "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>";
  private static final String BEGIN =
      "# T\n[Client] juliet\n  anonymous\njuliet sends:\n  " + PING + "\n";

  private final XmppServer server = Scripts.server();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatComesAsExpectedIsGreen() {
    play(BEGIN + "juliet receives:\n  <iq type='result' id='1' to='{jid of juliet}'/>");
    assertThat(server.sessions().size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "juliet receives:\\n  <iq type='result' id='2' to='{any}'/> | t:6: juliet: iq@id: expected '2', not '1'",
        "juliet receives:\\n  <iq type='result' to='{who}'/>        | t:6: juliet: iq@id: expected none",
        "juliet receives:\\n  <iq type='{who}'/>                    | t:6: juliet: iq@id: expected none",
        "juliet receives:\\n  <message/>                            | t:6: juliet: expected <message/>",
        "juliet receives in any order:\\n  <a/>\\n  <b/>            | t:6: juliet: expected <b/>",
        "juliet receives nothing                                    | t:6: juliet: Nothing is expected, not <iq",
        "juliet's stream ends                                       | t:6: juliet: The stream ends",
        "juliet disconnects                                         | t:6: juliet: The server ends the stream by <iq",
        "juliet sends:\\n  <presence to='{x}'/>                     | t:6: juliet: {x} is not known yet",
        "juliet opens the stream                                    | t:6: juliet: The stream is not opened by",
      })
  void whatDoesNotIsRedWithItsLine(String step, String failure) {
    assertThatThrownBy(() -> play(BEGIN + step.replace("\\n", "\n")))
        .isInstanceOf(ScriptFailure.class)
        .hasMessageStartingWith(failure);
    assertThat(server.sessions().size()).as("clients left behind").isZero();
  }

  @Test
  void bothSidesAreShown() {
    assertThatThrownBy(() -> play(BEGIN + "juliet receives:\n  <iq type='result' id='2'/>"))
        .hasMessageContaining("expected: [<iq xmlns=\"jabber:client\" type=\"result\" id=\"2\"/>]")
        .hasMessageContaining("received: <iq xmlns=\"jabber:client\" type=\"result\" id=\"1\"");
  }

  @Test
  void whatIsLeftUnreadAtTheEndIsRed() {
    assertThatThrownBy(() -> play(BEGIN + "juliet sends:\n  " + PING))
        .hasMessageStartingWith("t:6: juliet: Nothing is expected");
  }

  @Test
  void anotherConditionIsNotTheOneExpected() {
    String bad = "juliet sends:\n  <hello xmlns='jabber:client'/>\n";
    String begin = "# T\n[Client] juliet\n  anonymous\n" + bad;
    play(begin + "juliet's stream ends with: unsupported-stanza-type");
    assertThatThrownBy(() -> play(begin + "juliet's stream ends with: policy-violation"))
        .hasMessageStartingWith("t:6: juliet: The stream ends");
    assertThatThrownBy(() -> play(begin + "juliet's stream ends"))
        .hasMessageStartingWith("t:6: juliet: The stream ends");
  }

  @Test
  void whoIsNotConnectedCanDoNothing() {
    assertThatThrownBy(
            () -> play("# T\n[Client] juliet\n  anonymous\n  connects later\njuliet disconnects"))
        .hasMessageStartingWith("t:5: juliet: It is not connected");
  }

  private void play(String text) {
    ScriptRunner.play(ScriptParser.parse("t", text), new FakeTransport(server));
  }
}
