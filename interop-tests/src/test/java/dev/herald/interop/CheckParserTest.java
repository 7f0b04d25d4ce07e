package dev.herald.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckParserTest {

  @Test
  void aCheckIsReadAsItsSteps() {
    Check check =
        parse(
                """
                # A comment.
                == 6.1.2 A title
                needs: subscribe option:access_model=open
                given a node
                subscriber set pubsub:
                    <subscribe node='{node}'
                        jid='{subscriber}'/>
                refused: bad-request invalid-jid | forbidden
                subscriber receives no: //ev:items[@node='{node}']
                """)
            .get(0);

    assertThat(check.name()).isEqualTo("6.1.2 A title");
    assertThat(check.needs()).containsExactly("subscribe", "option:access_model=open");
    assertThat(check.steps())
        .containsExactly(
            new Check.Prepare("owner", Shorthand.request("set", "", "<create node='{node}'/>")),
            new Check.Send(
                "subscriber",
                Shorthand.request("set", "", "<subscribe node='{node}' jid='{subscriber}'/>")),
            new Check.Refused(
                List.of(
                    new Refusal("bad-request", "invalid-jid", null),
                    new Refusal("forbidden", null, null))),
            new Check.ReceivesNo("subscriber", "//ev:items[@node='{node}']"));
  }

  @Test
  void formsAndPayloadsAreWrittenOut() {
    assertThat(Shorthand.expand("{form node_config title=a node={node}}"))
        .contains("#node_config</value>", "<field var='pubsub#title'><value>a</value></field>")
        .contains("<field var='pubsub#node'><value>{node}</value></field>");
    assertThat(Shorthand.expand("{entry a}")).contains("<title>a</title>");
    assertThat(Shorthand.expand("{characters 3}")).isEqualTo("xxx");
  }

  @Test
  void aRequestWithoutDemandIsAMistake() {
    String silent = "== 1 A title\nowner get pubsub:\n    <items/>\n";
    assertThatThrownBy(() -> parse(silent)).hasMessageContaining("nothing is said of an answer");
    assertThatThrownBy(() -> parse(silent + "owner get pubsub:\n    <items/>\nanswer\n"))
        .hasMessageContaining("nothing is said of an answer");
  }

  @Test
  void aLineThatIsNoStepIsAMistake() {
    assertThatThrownBy(() -> parse("== 1 A title\nanswers\n"))
        .hasMessageContaining("test:2: answers");
    assertThatThrownBy(() -> parse("== 1 A title\ngiven a house\n"))
        .hasMessageContaining("given a house");
  }

  @Test
  void aMessageNamesItsNode() {
    assertThatThrownBy(() -> parse("== 1 A title\nowner receives: //ev:items\n"))
        .hasRootCauseMessage("A message must name its node");
  }

  private static List<Check> parse(String text) {
    return CheckParser.parse("test", text);
  }
}
