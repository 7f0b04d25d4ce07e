package dev.herald.xmpp;

import static dev.herald.xmpp.StreamError.Condition.NOT_WELL_FORMED;
import static dev.herald.xmpp.StreamError.Condition.POLICY_VIOLATION;
import static dev.herald.xmpp.StreamError.Condition.RESTRICTED_XML;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlStreamReaderTest {

  private static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>";

  @Test
  void aDocumentKeepsNamespacesAttributesAndTextAsTheyWere() {
    XmlElement iq =
        document(
            "<iq xmlns='jabber:client' type='set' xml:lang='de' xmlns:x='urn:x' x:a='1'>"
                + "<q xmlns='urn:q'>a &lt;b&gt; &#228;<![CDATA[<c/>]]> <i/>z</q></iq>");

    assertThat(iq.is("jabber:client", "iq")).isTrue();
    assertThat(iq.attributes())
        .containsEntry("type", "set")
        .containsEntry("xml:lang", "de")
        .containsEntry("{urn:x}a", "1");
    XmlElement query = iq.child("urn:q", "q").orElseThrow();
    assertThat(query.text()).isEqualTo("a <b> ä<c/> z");
    assertThat(query.child("urn:q", "i")).isPresent();
    assertThat(document(iq.toString()).attributes()).isEqualTo(iq.attributes());
  }

  @Test
  void aStreamIsReadTheSameHoweverItsBytesAreCut() {
    String input =
        HEADER + "<message to='a'><body>ä€𝄞</body></message> \n<presence/></stream:stream>";
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    for (int size = 1; size <= bytes.length; size++) {
      Recorder recorder = new Recorder();
      XmlStreamReader reader = XmlStreamReader.ofStream(XmlLimits.DEFAULT, recorder);
      for (int at = 0; at < bytes.length; ) {
        at += reader.feed(bytes, at, Math.min(size, bytes.length - at));
      }
      assertThat(recorder.events)
          .containsExactly("opened localhost", "message ä€𝄞", "presence ", "closed");
    }
  }

  @Test
  void textIsOneNodeAndCharactersStayHoweverTheirBytesAreCut() {
    String input = HEADER + "<a c='ä€\uD834\uDD1E\uDB34\uDD1E'>x &lt; <![CDATA[<y>]]> ä<b/>z</a>";
    List<XmlElement> read = new ArrayList<>();
    XmlStreamReader reader =
        XmlStreamReader.ofStream(
            XmlLimits.DEFAULT,
            new Recorder() {
              @Override
              public void element(XmlElement element) {
                read.add(element);
              }
            });
    for (byte b : input.getBytes(StandardCharsets.UTF_8)) {
      assertThat(reader.feed(new byte[] {b}, 0, 1)).isEqualTo(1);
    }
    assertThat(read)
        .containsExactly(
            XmlElement.builder("jabber:client", "a")
                .attribute("c", "ä€\uD834\uDD1E\uDB34\uDD1E")
                .text("x < <y> ä")
                .add(XmlElement.empty("jabber:client", "b"))
                .text("z")
                .build());
  }

  /** The parser keeps values in buffers that grow, which must not come between a reference. */
  @ParameterizedTest
  @ValueSource(strings = {"b", "xmlns", "xmlns:b"})
  void referencesInAValueStayWhereverTheyStandAndHoweverTheirBytesAreCut(String attribute) {
    for (int before = 0; before < 1_100; before++) {
      String filling = "x".repeat(before % 170);
      String value = (filling + "&#x10FFFF;").repeat(1 + before / 170) + filling + "&lt;ä";
      byte[] xml = "<a %s='%s'/>".formatted(attribute, value).getBytes(StandardCharsets.UTF_8);
      String read = value.replace("&#x10FFFF;", "\uDBFF\uDFFF").replace("&lt;", "<");
      for (int size : new int[] {xml.length, 1, 3, 100}) {
        assertThat(firstOpened(xml, size))
            .describedAs("%s=%s, %d bytes at a time", attribute, value, size)
            .isEqualTo(
                switch (attribute) {
                  case "b" -> XmlElement.builder("", "a").attribute("b", read).build();
                  case "xmlns" -> XmlElement.empty(read, "a");
                  default -> XmlElement.empty("", "a");
                });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<a><!-- comment --></a>",
        "<a><?php echo 1 ?></a>",
        "<a>&undefined;</a>",
        "<a/><!-- after -->"
      })
  void whatXmppForbidsIsRestrictedXml(String xml) {
    assertThatThrownBy(() -> document(xml))
        .isInstanceOfSatisfying(
            XmlStreamException.class,
            e -> assertThat(e.error().condition()).isEqualTo(RESTRICTED_XML));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<a>",
        "<a></b>",
        "<a b='1' b='2'/>",
        "<a b=1/>",
        "<x:a/>",
        "<a>&#1;</a>",
        "<a>\u0001</a>",
        "<>",
        "text",
        "<a/><b/>",
        "<a/>text",
        "<xmlns:a/>",
        "<a><xmlns:b c='d'/></a>",
        "<x:4 xmlns:x='urn:x'/>",
        "<xml:a/>",
        "<a x:-b='' xmlns:x='urn:x'/>",
        "< a/>",
        "<a b='<'/>"
      })
  void whatIsNoXmlIsNotWellFormed(String xml) {
    assertThatThrownBy(() -> document(xml))
        .isInstanceOfSatisfying(
            XmlStreamException.class,
            e -> assertThat(e.error().condition()).isEqualTo(NOT_WELL_FORMED));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void theEndOfCdataIsNoText(int size) {
    byte[] bytes = (HEADER + "<a>x]]]>y</a>").getBytes(StandardCharsets.UTF_8);
    XmlStreamReader reader = XmlStreamReader.ofStream(XmlLimits.DEFAULT, new Recorder());
    assertThatThrownBy(
            () -> {
              for (int at = 0; at < bytes.length; ) {
                at += reader.feed(bytes, at, Math.min(size, bytes.length - at));
              }
            })
        .isInstanceOfSatisfying(
            XmlStreamException.class,
            e -> assertThat(e.error().condition()).isEqualTo(NOT_WELL_FORMED));
    assertThat(document("<a b=']]>'>]>]<![CDATA[]]]]>></a>").text()).isEqualTo("]>]]]>");
  }

  @Test
  void aTenMegabyteStanzaIsRefusedAfterTheLimit() {
    assertPolicyViolation("<a>" + "x".repeat(10_000_000) + "</a>", "262144 bytes");
  }

  @Test
  void nestingOfTenThousandIsRefused() {
    assertPolicyViolation("<a>".repeat(10_000), "64 levels");
  }

  @Test
  void aHundredThousandAttributesAreRefusedBeforeTheParserSeesThem() {
    String attributes =
        IntStream.range(0, 100_000)
            .mapToObj(i -> " a" + i + "=''")
            .collect(Collectors.joining("", "<a", "/>"));
    assertPolicyViolation(attributes, "64 attributes");
  }

  @Test
  void aTagWithoutEndIsRefused() {
    assertPolicyViolation("<a" + " ".repeat(20_000) + ">", "16384 bytes");
    assertPolicyViolation("<" + "a".repeat(20_000) + ">", "16384 bytes");
    assertPolicyViolation("<a b='" + "x".repeat(20_000) + "'/>", "16384 bytes");
  }

  @Test
  void theLimitCountsEachStanzaOfAStreamByItself() {
    Recorder recorder = new Recorder();
    XmlStreamReader reader =
        XmlStreamReader.ofStream(XmlLimits.DEFAULT.withStanzaBytes(10_000), recorder);
    feed(reader, HEADER);
    for (int i = 0; i < 100; i++) {
      feed(reader, "<message><body>" + "x".repeat(9_000) + "</body></message>" + " ".repeat(5_000));
    }
    assertThat(recorder.events).hasSize(101);
    assertThatThrownBy(() -> feed(reader, "<message>" + "x".repeat(10_000)))
        .isInstanceOf(XmlStreamException.class)
        .hasMessageContaining("10000 bytes");
  }

  private static void assertPolicyViolation(String xml, String message) {
    assertThatThrownBy(() -> document(xml))
        .isInstanceOfSatisfying(
            XmlStreamException.class,
            e -> assertThat(e.error().condition()).isEqualTo(POLICY_VIOLATION))
        .hasMessageContaining(message);
  }

  private static XmlElement document(String xml) {
    return XmlStreamReader.parseDocument(xml, XmlLimits.DEFAULT);
  }

  private static void feed(XmlStreamReader reader, String xml) {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; ) {
      at += reader.feed(bytes, at, bytes.length - at);
    }
  }

  private static @Nullable XmlElement firstOpened(byte[] xml, int size) {
    AtomicReference<XmlElement> opened = new AtomicReference<>();
    XmlStreamReader reader =
        XmlStreamReader.ofStream(
            XmlLimits.DEFAULT,
            new Recorder() {
              @Override
              public void streamOpened(XmlElement header, String contentNamespace) {
                opened.set(header);
              }
            });
    for (int at = 0; at < xml.length; ) {
      at += reader.feed(xml, at, Math.min(size, xml.length - at));
    }
    return opened.get();
  }

  private static class Recorder implements XmlStreamReader.Listener {
    final List<String> events = new ArrayList<>();

    @Override
    public void streamOpened(XmlElement header, String contentNamespace) {
      events.add("opened " + header.attribute("to"));
    }

    @Override
    public void element(XmlElement element) {
      events.add(element.name() + " " + element.text());
    }

    @Override
    public void streamClosed() {
      events.add("closed");
    }
  }
}
