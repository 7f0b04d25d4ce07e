package dev.herald.server.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.script.Script.Login;
import dev.herald.xmpp.Namespaces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptParserTest {

  private static final String CLIENT = "# T\n[Client] juliet\n  anonymous\n";

  @Test
  void aScriptHasATitleClientsAndSteps() {
    Script script =
        ScriptParser.parse(
            "a.stanzas",
            """
            # The title
            # and more
            requires: stream management

            [Client] juliet
                account: juliet
                password: a: b
                resource: balcony
            [Client] romeo
                connects without login
                connects later

            juliet sends:
                <iq type='get'
                    id='1'/>

            romeo connects
            romeo's stream ends with: policy-violation
            romeo's connection is cut
            juliet receives nothing
            """);
    assertThat(script.title()).isEqualTo("The title");
    assertThat(script.requires()).containsExactly(Script.STREAM_MANAGEMENT);
    assertThat(script.clients())
        .containsExactly(
            new Login("juliet", 5, true, true, "juliet", "a: b", "balcony"),
            new Login("romeo", 9, false, false, null, "", null));
    assertThat(script.steps().get(0))
        .isEqualTo(
            new Step(
                13, "juliet", new Step.Send("<iq xmlns='jabber:client' type='get'\n    id='1'/>")));
    assertThat(
            script.steps().stream().skip(1).map(step -> step.action().getClass().getSimpleName()))
        .containsExactly("Connect", "End", "Cut", "ReceiveNothing");
  }

  @Test
  void onlyAStanzaWithoutANamespaceIsGivenThatOfTheStream() {
    assertThat(sent("<iq/>")).isEqualTo("<iq xmlns='jabber:client'/>");
    assertThat(sent("<iq xmlns='a'/>")).isEqualTo("<iq xmlns='a'/>");
    assertThat(sent("<message><a xmlns='b'/></message>"))
        .isEqualTo("<message xmlns='jabber:client'><a xmlns='b'/></message>");
    assertThat(sent("<iqs/>")).isEqualTo("<iqs/>");
    assertThat(sent("<auth/>")).isEqualTo("<auth/>");
  }

  private static String sent(String xml) {
    Script script = ScriptParser.parse("a", CLIENT + "juliet sends:\n    " + xml + "\n");
    return ((Step.Send) script.steps().get(0).action()).xml();
  }

  @Test
  void whatIsReceivedStandsInTheStream() {
    Script script =
        ScriptParser.parse(
            "a", CLIENT + "juliet receives:\n  <iq/>\n  <stream:features/>\njuliet disconnects");
    Step.Receive receive = (Step.Receive) script.steps().get(0).action();
    assertThat(receive.expected().get(0).is(Namespaces.CLIENT, "iq")).isTrue();
    assertThat(receive.expected().get(1).is(Namespaces.STREAMS, "features")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "romeo disconnects           | a:4: There is no client 'romeo'",
        "juliet dances               | a:4: Nothing is known that is called 'dances'",
        "juliet dances: tango        | a:4: Nothing is known that is called 'dances:'",
        "juliet sends:               | a:4: There is nothing to send",
        "juliet receives:            | a:4: There is nothing to receive",
        "requires: patience          | a:4: Nothing is known that is called 'patience'",
        "[Client] juliet             | a:4: A client is anonymous, has an account, or",
        "juliet receives:\\n  <a>    | a:4: This is no XML",
        "juliet disconnects\\n  <a/> | a:5: This line is indented",
        "what is this                | a:4: There is no client 'what'",
        "!                           | a:4: This is no step: !",
        "[Client] romeo\\n  shy      | a:4: A client has no [shy]",
      })
  void whatIsNoScriptIsRefusedWithItsLine(String line, String failure) {
    assertThatThrownBy(() -> ScriptParser.parse("a", CLIENT + line.replace("\\n", "\n")))
        .isInstanceOf(ScriptFailure.class)
        .hasMessageStartingWith(failure);
  }

  @ParameterizedTest
  @CsvSource({"'[Client] a\n  anonymous\na connects'", "'# T\na connects'", "''"})
  void aScriptWithoutTitleOrClientsIsRefused(String text) {
    assertThatThrownBy(() -> ScriptParser.parse("a", text)).isInstanceOf(ScriptFailure.class);
  }

  @Test
  void aClientHasANameOfItsOwn() {
    assertThatThrownBy(
            () -> ScriptParser.parse("a", CLIENT + "[Client] juliet\n  anonymous\njuliet connects"))
        .hasMessageStartingWith("a:4: There are two clients 'juliet'");
  }
}
