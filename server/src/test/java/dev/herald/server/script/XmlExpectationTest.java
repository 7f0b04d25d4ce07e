package dev.herald.server.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlExpectationTest {

  private final Captures captures = new Captures();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<a b='1' c='2'/>             | <a c='2' b='1'/>",
        "<a xmlns='x'><b/></a>        | <p:a xmlns:p='x'><p:b/></p:a>",
        "<a> <b/> <c/> </a>           | <a><b/><c/></a>",
        "<a>{any}</a>                 | <a>whatever</a>",
        "<a b='{any}'/>               | <a b='2'/>",
        "<a b='x-{any}@y'/>           | <a b='x-1@y'/>",
        "<a>{more}</a>                | <a><b/></a>",
        "<a>{more}</a>                | <a/>",
        "<a><b/> {more} </a>          | <a><c/><b/>text</a>",
        "<a><b/><c/>{more}</a>        | <a><c/><b/></a>",
        "<a><b c='1'/>{more}</a>      | <a><b/><b c='1'/></a>",
        "<a>{\"json\": {}}</a>        | <a>{\"json\": {}}</a>",
        "<a>1 &lt; 2</a>              | <a><![CDATA[1 < 2]]></a>",
      })
  void theseAreEqual(String expected, String actual) {
    assertThat(difference(expected, actual)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<a/>                     | <b/>                 | expected <a/> of '', not <b/> of ''",
        "<a xmlns='x'/>           | <a xmlns='y'/>       | expected <a/> of 'x', not <a/> of 'y'",
        "<a b='1'/>               | <a b='2'/>           | a@b: expected '1', not '2'",
        "<a b='1'/>               | <a/>                 | a@b: expected '1', not none",
        "<a/>                     | <a b='1'/>           | a@b: expected none, not '1'",
        "<a b='{any}'/>           | <a/>                 | a@b: expected '{any}', not none",
        "<a b='{any}'/>           | <a b=''/>            | a@b: expected '{any}', not ''",
        "<a b='x.y'/>             | <a b='xxy'/>         | a@b: expected 'x.y', not 'xxy'",
        "<a><b/></a>              | <a/>                 | a > missing: <b/>",
        "<a/>                     | <a><b/></a>          | a > not expected: <b/>",
        "<a><b/><c/></a>          | <a><c/><b/></a>      | a > expected <b/> of '', not <c/> of ''",
        "<a><b/><b/>{more}</a>    | <a><b/><c/></a>      | a > missing: <b/>",
        "<a>x</a>                 | <a>x </a>            | a > expected 'x', not 'x '",
        "<a>{any}</a>             | <a/>                 | a > missing:",
        "<a><b>1</b></a>          | <a><b>2</b></a>      | a > b > expected '1', not '2'",
      })
  void theseAreNotAndItIsSaidWhere(String expected, String actual, String why) {
    assertThat(difference(expected, actual).orElse("equal")).startsWith(why);
  }

  @Test
  void whatIsCapturedIsKnownFromThenOn() {
    captures.put("jid of juliet", "juliet@localhost/balcony");
    assertThat(
            difference(
                "<a b='{id as x}' c='{jid of juliet}'/>",
                "<a b='1' c='juliet@localhost/balcony'/>"))
        .isEmpty();
    assertThat(difference("<a b='{x}'/>", "<a b='1'/>")).isEmpty();
    assertThat(difference("<a b='{x}'/>", "<a b='2'/>")).isPresent();
  }

  @Test
  void whatIsNotEqualCapturesNothing() {
    assertThat(difference("<a b='{id as x}'><c/></a>", "<a b='1'/>")).isPresent();
    assertThatThrownBy(() -> difference("<a b='{x}'/>", "<a b='1'/>"))
        .hasMessage("{x} is not known yet");
  }

  @Test
  void whatIsSentIsFilledAndEscaped() {
    captures.put("x", "<'&$1");
    assertThat(captures.fill("<a b='{x}'>{\"json\"}</a>"))
        .isEqualTo("<a b='&lt;&apos;&amp;$1'>{\"json\"}</a>");
    assertThatThrownBy(() -> captures.fill("{y}")).hasMessage("{y} is not known yet");
  }

  private Optional<String> difference(String expected, String actual) {
    return new XmlExpectation(captures).difference(xml(expected), xml(actual));
  }

  private static XmlElement xml(String text) {
    return XmlStreamReader.parseDocument(text, XmlLimits.DEFAULT);
  }
}
