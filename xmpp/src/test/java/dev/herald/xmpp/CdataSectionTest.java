package dev.herald.xmpp;

import static dev.herald.xmpp.StreamError.Condition.NOT_WELL_FORMED;
import static dev.herald.xmpp.StreamError.Condition.RESTRICTED_XML;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CdataSectionTest {

  private static final String STREAM = "<s xmlns='urn:s'>";

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("<![CDATA[<a/>]]>", "<a/>"),
        Arguments.of("&#65;<![CDATA[<a/>]]>&#66;", "A<a/>B"),
        Arguments.of("<![CDATA[]]>", ""),
        Arguments.of("x<![CDATA[]]>y", "xy"),
        Arguments.of("<![CDATA[]]]>", "]"),
        Arguments.of("<![CDATA[a]]]]>", "a]]"),
        Arguments.of("<![CDATA[a]b]]c]>d]]>", "a]b]]c]>d"),
        Arguments.of("<![CDATA[]]]]><![CDATA[>]]>", "]]>"),
        Arguments.of("<![CDATA[]]]]>>", "]]>"),
        Arguments.of("]<![CDATA[]]>]>", "]]>"),
        Arguments.of("]]<![CDATA[>]]>", "]]>"),
        Arguments.of("<![CDATA[<]]><![CDATA[&lt;]]> <![CDATA[>&]]>", "<&lt; >&"),
        Arguments.of("<![CDATA[<![CDATA[]]]]>", "<![CDATA[]]"),
        Arguments.of("ä<![CDATA[ä]€]𝄞]]>𝄞", "ää]€]𝄞𝄞"),
        Arguments.of("a\r<![CDATA[\nb\r\nc\rd\r]]>\ne", "a\n\nb\nc\nd\n\ne"),
        Arguments.of("<![CDATA[<!-- <?a?> <!DOCTYPE]]>", "<!-- <?a?> <!DOCTYPE"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aSectionIsTextHoweverItsBytesAreCut(String xml, String text) {
    byte[] bytes = (STREAM + "<m>" + xml + "</m>").getBytes(StandardCharsets.UTF_8);
    List<XmlElement> expected = List.of(XmlElement.builder("urn:s", "m").text(text).build());
    for (int first = STREAM.length(); first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        assertThat(read(bytes, first, second)).as("%s, %s", first, second).isEqualTo(expected);
      }
    }
    assertThat(XmlStreamReader.parseDocument("<m>" + xml + "</m>", XmlLimits.DEFAULT).text())
        .isEqualTo(text);
  }

  /** The lengths of the parser's buffers are among these. */
  @Test
  void bracketsThatComeOneByOneStayWhereTheyAre() {
    for (int length = 1; length <= 2_000; length++) {
      String text = "<" + "x".repeat(length - 1) + "]]]]]";
      String start = STREAM + "<m><![CDATA[" + text;
      byte[] bytes = (start + "]]></m>").getBytes(StandardCharsets.UTF_8);
      int end = start.length();
      assertThat(read(bytes, end - 4, end - 3, end - 2, end - 1, end, end + 1, end + 2))
          .as("%s", length)
          .containsExactly(XmlElement.builder("urn:s", "m").text(text).build());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<s>&#6<![CDATA[5;]]></s>",
        "<s>&am<![CDATA[p;]]></s>",
        "<s>&<![CDATA[]]>lt;</s>",
        "<s><![CDATA[&]]>lt;]]></s>",
        "<s><![CDATA[\0]]></s>",
        "<s><![CDATA[\uFFFE]]></s>",
        "<s><m a='<![CDATA[]]>'/></s>",
        "<s><m<![CDATA[]]>/></s>",
        "<![CDATA[ ]]><s/>",
        "<![CDATA[]]><s/>",
        "<s/><![CDATA[]]>",
        "<s/><![CDATA[",
      })
  void whereAReferenceEndsOrNoneMayBeASectionIsRefused(String xml) {
    assertRefused(xml, NOT_WELL_FORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<!DOCTYPE s><s/>", "<s><!-- --></s>", "<s><![CDAT[]]></s>"})
  void otherMarkupOfAnExclamationMarkStaysRestricted(String xml) {
    assertRefused(xml, RESTRICTED_XML);
  }

  @Test
  void aDocumentThatEndsWhereASectionMayBeginIsRefused() {
    for (String end : List.of("<", "<!", "<![CDATA", "<![CDATA[")) {
      assertThat(refusal(() -> XmlStreamReader.parseDocument("<s/>" + end, XmlLimits.DEFAULT)))
          .isEqualTo(NOT_WELL_FORMED);
    }
  }

  private static void assertRefused(String xml, StreamError.Condition condition) {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        int[] cuts = {first, second};
        assertThat(refusal(() -> read(bytes, cuts[0], cuts[1])))
            .as("%s, %s", first, second)
            .isEqualTo(condition);
      }
    }
  }

  private static StreamError.Condition refusal(Runnable reading) {
    try {
      reading.run();
    } catch (XmlStreamException e) {
      return e.error().condition();
    }
    throw new AssertionError("Was not refused");
  }

  /** The stanzas of a stream that comes in pieces. */
  private static List<XmlElement> read(byte[] bytes, int... cuts) {
    var stanzas = new ArrayList<XmlElement>();
    XmlStreamReader reader =
        XmlStreamReader.ofStream(
            XmlLimits.DEFAULT,
            new XmlStreamReader.Listener() {
              @Override
              public void streamOpened(XmlElement header, String contentNamespace) {}

              @Override
              public void element(XmlElement element) {
                stanzas.add(element);
              }

              @Override
              public void streamClosed() {}
            });
    int[] ends = Arrays.copyOf(cuts, cuts.length + 1);
    ends[cuts.length] = bytes.length;
    int at = 0;
    for (int end : ends) {
      while (at < end) {
        at += reader.feed(bytes, at, end - at);
      }
    }
    return stanzas;
  }
}
